// Stand-ins for what the integ-test zip leaves out and every test needs: GET / and the analysis-common
// names most used, over the same Lucene classes. Not Elastic's code; parameters beyond those read here are ignored.
package estest;

import java.io.*;
import java.util.*;
import java.util.function.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.charfilter.*;
import org.apache.lucene.analysis.core.*;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.en.*;
import org.apache.lucene.analysis.miscellaneous.*;
import org.apache.lucene.analysis.ngram.*;
import org.apache.lucene.analysis.pattern.*;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.synonym.*;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.*;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.*;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.*;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.rest.*;

public class TestParts extends Plugin implements AnalysisPlugin, ActionPlugin {
  private ClusterService cluster;

  @Override public Collection<?> createComponents(PluginServices services) {
    cluster = services.clusterService();
    return List.of();
  }

  @Override public Collection<RestHandler> getRestHandlers(Settings settings, NamedWriteableRegistry registry, RestController controller,
      ClusterSettings clusterSettings, IndexScopedSettings indexSettings, SettingsFilter filter, IndexNameExpressionResolver resolver,
      Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
    return List.of(new BaseRestHandler() {
      @Override public String getName() { return "main_action"; }
      @Override public List<Route> routes() { return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/")); }
      @Override protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        boolean pretty = request.hasParam("pretty") == false;
        return channel -> {
          Build b = Build.current();
          var state = cluster.state();
          var x = channel.newBuilder();
          if (pretty) x.prettyPrint().lfAtEnd();
          x.startObject().field("name", settings.get("node.name")).field("cluster_name", state.getClusterName().value())
              .field("cluster_uuid", state.metadata().clusterUUID()).startObject("version").field("number", b.qualifiedVersion())
              .field("build_flavor", b.flavor()).field("build_type", b.type().displayName()).field("build_hash", b.hash()).field("build_date", b.date())
              .field("build_snapshot", b.isSnapshot()).field("lucene_version", org.apache.lucene.util.Version.LATEST.toString())
              .field("minimum_wire_compatibility_version", b.minWireCompatVersion())
              .field("minimum_index_compatibility_version", b.minIndexCompatVersion()).endObject().field("tagline", "You Know, for Search").endObject();
          channel.sendResponse(new RestResponse(RestStatus.OK, x));
        };
      }
    });
  }

  private static AnalysisProvider<TokenFilterFactory> filter(BiFunction<TokenStream, Settings, TokenStream> f) {
    return (index, env, name, s) -> new AbstractTokenFilterFactory(name) {
      @Override public TokenStream create(TokenStream in) { return f.apply(in, s); }
    };
  }

  private static class Normalizing extends AbstractTokenFilterFactory implements NormalizingTokenFilterFactory {
    final UnaryOperator<TokenStream> f;
    Normalizing(String name, UnaryOperator<TokenStream> f) { super(name); this.f = f; }
    @Override public TokenStream create(TokenStream in) { return f.apply(in); }
  }

  private static AnalysisProvider<TokenFilterFactory> normalizing(BiFunction<TokenStream, Settings, TokenStream> f) {
    return (index, env, name, s) -> new Normalizing(name, in -> f.apply(in, s));
  }

  private static final class Unique extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Set<String> seen = new HashSet<>();
    Unique(TokenStream in) { super(in); }
    @Override public boolean incrementToken() throws IOException {
      while (input.incrementToken()) if (seen.add(term.toString())) return true;
      return false;
    }
    @Override public void reset() throws IOException { super.reset(); seen.clear(); }
  }

  private static TokenStream stem(TokenStream in, String language) {
    return switch (language) {
      case "english", "porter" -> new PorterStemFilter(in);
      case "light_english", "kstem" -> new KStemFilter(in);
      case "minimal_english" -> new EnglishMinimalStemFilter(in);
      case "possessive_english" -> new EnglishPossessiveFilter(in);
      case "light_french" -> new org.apache.lucene.analysis.fr.FrenchLightStemFilter(in);
      case "light_german" -> new org.apache.lucene.analysis.de.GermanLightStemFilter(in);
      case "light_spanish" -> new org.apache.lucene.analysis.es.SpanishLightStemFilter(in);
      default -> new SnowballFilter(in, Character.toUpperCase(language.charAt(0)) + language.substring(1));
    };
  }

  private static AnalysisProvider<TokenFilterFactory> synonyms(boolean graph) {
    return AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> new AbstractTokenFilterFactory(name) {
      { if (s.getAsList("synonyms").isEmpty()) throw new IllegalArgumentException("only inline [synonyms] work here"); }
      @Override public TokenStream create(TokenStream in) { throw new IllegalStateException("needs its analyzer's chain"); }
      @Override public TokenFilterFactory getChainAwareTokenFilterFactory(IndexCreationContext context, TokenizerFactory tokenizer,
          List<CharFilterFactory> chars, List<TokenFilterFactory> previous, Function<String, TokenFilterFactory> all) {
        Analyzer chain = new CustomAnalyzer(tokenizer, chars.toArray(new CharFilterFactory[0]),
            previous.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new));
        SynonymMap map;
        try {
          SolrSynonymParser parser = new SolrSynonymParser(true, s.getAsBoolean("expand", true), chain);
          parser.parse(new StringReader(String.join("\n", s.getAsList("synonyms"))));
          map = parser.build();
        } catch (Exception e) {
          throw new IllegalArgumentException("failed to build synonyms", e);
        }
        boolean updateable = s.getAsBoolean("updateable", false);
        return new AbstractTokenFilterFactory(name()) {
          @Override public TokenStream create(TokenStream in) {
            return map.fst == null ? in : graph ? new SynonymGraphFilter(in, map, false) : new SynonymFilter(in, map, false);
          }
          @Override public TokenFilterFactory getSynonymFilter() { return IDENTITY_FILTER; }
          @Override public AnalysisMode getAnalysisMode() { return updateable ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL; }
        };
      }
    });
  }

  @Override public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    Map<String, AnalysisProvider<TokenFilterFactory>> m = new HashMap<>();
    m.put("asciifolding", normalizing((in, s) -> new ASCIIFoldingFilter(in, s.getAsBoolean("preserve_original", false))));
    m.put("uppercase", normalizing((in, s) -> new UpperCaseFilter(in)));
    m.put("trim", normalizing((in, s) -> new TrimFilter(in)));
    m.put("stemmer", filter((in, s) -> stem(in, s.get("language", s.get("name", "porter")))));
    m.put("snowball", filter((in, s) -> new SnowballFilter(in, s.get("language", "English"))));
    m.put("porter_stem", filter((in, s) -> new PorterStemFilter(in)));
    m.put("kstem", filter((in, s) -> new KStemFilter(in)));
    m.put("unique", filter((in, s) -> new Unique(in)));
    m.put("reverse", filter((in, s) -> new ReverseStringFilter(in)));
    m.put("length", filter((in, s) -> new LengthFilter(in, s.getAsInt("min", 0), s.getAsInt("max", Integer.MAX_VALUE))));
    m.put("truncate", filter((in, s) -> new TruncateTokenFilter(in, s.getAsInt("length", 10))));
    m.put("flatten_graph", filter((in, s) -> new org.apache.lucene.analysis.core.FlattenGraphFilter(in)));
    m.put("ngram", filter((in, s) -> new NGramTokenFilter(in, s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2), s.getAsBoolean("preserve_original", false))));
    m.put("edge_ngram", filter((in, s) -> new EdgeNGramTokenFilter(in, s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 1), s.getAsBoolean("preserve_original", false))));
    m.put("word_delimiter_graph", filter((in, s) -> new WordDelimiterGraphFilter(in,
        s.getAsBoolean("adjust_offsets", true), WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, WordDelimiterGraphFilter.GENERATE_WORD_PARTS
        | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS
        | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE | (s.getAsBoolean("preserve_original", false) ? WordDelimiterGraphFilter.PRESERVE_ORIGINAL : 0)
        | (s.getAsBoolean("catenate_all", false) ? WordDelimiterGraphFilter.CATENATE_ALL : 0), null)));
    m.put("keyword_marker", AnalysisPlugin.requiresAnalysisSettings(filter((in, s) ->
        new SetKeywordMarkerFilter(in, new CharArraySet(s.getAsList("keywords"), s.getAsBoolean("ignore_case", false))))));
    m.put("pattern_capture", AnalysisPlugin.requiresAnalysisSettings(filter((in, s) -> new PatternCaptureGroupTokenFilter(in,
        s.getAsBoolean("preserve_original", true), s.getAsList("patterns").stream().map(java.util.regex.Pattern::compile).toArray(java.util.regex.Pattern[]::new)))));
    m.put("synonym", synonyms(false));
    m.put("synonym_graph", synonyms(true));
    return m;
  }

  private static AnalysisProvider<TokenizerFactory> tokenizer(Function<Settings, Tokenizer> f) {
    return (index, env, name, s) -> TokenizerFactory.newFactory(name, () -> f.apply(s));
  }

  @Override public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
    Map<String, AnalysisProvider<TokenizerFactory>> m = new HashMap<>();
    m.put("keyword", tokenizer(s -> new KeywordTokenizer()));
    m.put("whitespace", tokenizer(s -> new WhitespaceTokenizer()));
    m.put("letter", tokenizer(s -> new LetterTokenizer()));
    m.put("uax_url_email", tokenizer(s -> new UAX29URLEmailTokenizer()));
    m.put("ngram", tokenizer(s -> new NGramTokenizer(s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2))));
    m.put("edge_ngram", tokenizer(s -> new EdgeNGramTokenizer(s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2))));
    m.put("pattern", tokenizer(s -> new PatternTokenizer(java.util.regex.Pattern.compile(s.get("pattern", "\\W+")), s.getAsInt("group", -1))));
    return m;
  }

  @Override public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
    return Map.of("html_strip", (index, env, name, s) -> new AbstractCharFilterFactory(name) {
      @Override public Reader create(Reader r) { return new HTMLStripCharFilter(r); }
    });
  }

  @Override public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
    Map<String, Supplier<Analyzer>> languages = Map.of("english", EnglishAnalyzer::new, "french", org.apache.lucene.analysis.fr.FrenchAnalyzer::new,
        "german", org.apache.lucene.analysis.de.GermanAnalyzer::new, "spanish", org.apache.lucene.analysis.es.SpanishAnalyzer::new,
        "italian", org.apache.lucene.analysis.it.ItalianAnalyzer::new, "dutch", org.apache.lucene.analysis.nl.DutchAnalyzer::new,
        "portuguese", org.apache.lucene.analysis.pt.PortugueseAnalyzer::new, "russian", org.apache.lucene.analysis.ru.RussianAnalyzer::new,
        "cjk", org.apache.lucene.analysis.cjk.CJKAnalyzer::new);
    Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> m = new HashMap<>();
    languages.forEach((language, make) -> m.put(language, (index, env, name, s) -> new AbstractIndexAnalyzerProvider<Analyzer>(name) {
      private final Analyzer analyzer = make.get();
      @Override public Analyzer get() { return analyzer; }
    }));
    return m;
  }
}
