import { textOf } from '../json/parse.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { illegalArgument, notImplemented } from '../errors.ts';
import { cjkBigram, cjkWidth } from './cjk.ts';
import { CHAR_FILTERS, FILTERS, stopWords, TOKENIZERS } from './components.ts';
import { lowercase, porter, possessive, stopFilter } from './filters.ts';
import type { Options } from './options.ts';
import { intOption, isOptions, listOption, textOption } from './options.ts';
import { standardTokenizer } from './standard-tokenizer.ts';
import { CJK_STOP_WORDS, ENGLISH_STOP_WORDS } from './stop-words.ts';
import type { AnalyzerParts, CharFilter, TokenFilter, Tokenizer } from './token-stream.ts';
import { ChainAnalyzer } from './token-stream.ts';
import { keywordTokenizer, letterTokenizer, segmenterTokenizer, whitespaceTokenizer } from './tokenizers.ts';

type AnalyzerFactory = (options: Options, segmenter: Segmenter) => Omit<AnalyzerParts, 'name'>;

const none: ReadonlySet<string> = new Set();

const ANALYZERS: Readonly<Record<string, AnalyzerFactory>> = {
  standard: (options) => ({
    tokenizer: standardTokenizer(intOption(options, 'max_token_length', 255)),
    filters: [lowercase, stopFilter(stopWords(options, none))],
  }),
  english: (options) => ({
    tokenizer: standardTokenizer(),
    filters: [possessive, lowercase, stopFilter(stopWords(options, ENGLISH_STOP_WORDS)), porter],
  }),
  cjk: (options) => ({
    tokenizer: standardTokenizer(),
    filters: [cjkWidth, lowercase, cjkBigram(), stopFilter(stopWords(options, CJK_STOP_WORDS))],
  }),
  whitespace: () => ({ tokenizer: whitespaceTokenizer }),
  keyword: () => ({ tokenizer: keywordTokenizer }),
  simple: () => ({ tokenizer: letterTokenizer, filters: [lowercase] }),
  stop: (options) => ({
    tokenizer: letterTokenizer,
    filters: [lowercase, stopFilter(stopWords(options, ENGLISH_STOP_WORDS))],
  }),
  jieba: (options, segmenter) => ({
    tokenizer: segmenterTokenizer(segmenter),
    filters: [lowercase, stopFilter(stopWords(options, none))],
  }),
};

/** Names that Elasticsearch knows and this engine does not. */
const ELSEWHERE = new Set(
  'pattern fingerprint arabic armenian basque bengali brazilian bulgarian catalan chinese czech danish dutch estonian finnish french galician german greek hindi hungarian indonesian irish italian latvian lithuanian norwegian persian portuguese romanian russian serbian snowball sorani spanish swedish thai turkish path_hierarchy uax_url_email classic char_group simple_pattern simple_pattern_split apostrophe arabic_normalization classic_filter common_grams conditional decimal_digit delimited_payload dictionary_decompounder dutch_stem elision fingerprint flatten_graph german_normalization hindi_normalization hunspell hyphenation_decompounder keep keep_types keyword_marker keyword_repeat kstem limit min_hash multiplexer pattern_capture pattern_replace predicate_token_filter reverse scandinavian_folding scandinavian_normalization shingle snowball stemmer_override word_delimiter word_delimiter_graph'.split(
    ' ',
  ),
);

type Kind = 'analyzer' | 'tokenizer' | 'filter' | 'char_filter' | 'normalizer';
const KIND_NAMES: Readonly<Record<Kind, string>> = {
  analyzer: 'analyzer',
  tokenizer: 'tokenizer',
  filter: 'filter',
  char_filter: 'char_filter',
  normalizer: 'normalizer',
};

/** A component by name, or its definition in place. */
export type ComponentSpec = string | Options;

/** The analyzers of one index: the built-in ones and those of its settings. */
export class AnalysisRegistry {
  readonly #segmenter: Segmenter;
  readonly #settings: Readonly<Record<Kind, Options>>;
  readonly #maxNgramDiff: number;
  readonly #analyzers = new Map<string, ChainAnalyzer>();
  readonly #normalizers = new Map<string, ChainAnalyzer>();

  /** @param analysis `index.analysis` of the settings; every analyzer in it is built at once, so faults show at creation. */
  constructor(segmenter: Segmenter, analysis: Options = {}, maxNgramDiff = 1) {
    this.#segmenter = segmenter;
    this.#maxNgramDiff = maxNgramDiff;
    const group = (kind: Kind): Options => {
      const value = analysis[kind];
      return isOptions(value) ? value : {};
    };
    this.#settings = {
      analyzer: group('analyzer'),
      tokenizer: group('tokenizer'),
      filter: group('filter'),
      char_filter: group('char_filter'),
      normalizer: group('normalizer'),
    };
    for (const name of Object.keys(this.#settings.analyzer)) this.analyzer(name);
    for (const name of Object.keys(this.#settings.normalizer)) this.normalizer(name);
  }

  analyzer(name: string): ChainAnalyzer | undefined {
    const known = this.#analyzers.get(name);
    if (known !== undefined) return known;
    const own = this.#settings.analyzer[name];
    let built: ChainAnalyzer | undefined;
    if (isOptions(own)) built = this.#configured(name, own);
    else if (Object.hasOwn(ANALYZERS, name)) built = this.#builtIn(name, name, {});
    else if (name === 'default') built = this.analyzer('standard');
    else if (ELSEWHERE.has(name)) throw notImplemented(`the [${name}] analyzer`);
    if (built !== undefined) this.#analyzers.set(name, built);
    return built;
  }

  normalizer(name: string): ChainAnalyzer | undefined {
    const known = this.#normalizers.get(name);
    if (known !== undefined) return known;
    const own = this.#settings.normalizer[name];
    let built: ChainAnalyzer | undefined;
    if (isOptions(own)) built = this.custom({ ...own, tokenizer: 'keyword' }, name);
    else if (name === 'lowercase') built = this.custom({ tokenizer: 'keyword', filter: ['lowercase'] }, name);
    if (built !== undefined) this.#normalizers.set(name, built);
    return built;
  }

  #builtIn(type: string, name: string, options: Options): ChainAnalyzer | undefined {
    const factory = Object.hasOwn(ANALYZERS, type) ? ANALYZERS[type] : undefined;
    return factory && new ChainAnalyzer({ name, ...factory(options, this.#segmenter) });
  }

  #configured(name: string, options: Options): ChainAnalyzer {
    const type = textOption(options, 'type');
    if (type === undefined || type === 'custom') {
      if (type === undefined && options['tokenizer'] === undefined) {
        throw illegalArgument(`analyzer [${name}] must specify either an analyzer type, or a tokenizer`);
      }
      if (options['tokenizer'] === undefined) {
        throw illegalArgument(`Custom Analyzer [${name}] must be configured with a tokenizer`);
      }
      return this.custom(options, name);
    }
    const built = this.#builtIn(type, name, options);
    if (built !== undefined) return built;
    if (ELSEWHERE.has(type)) throw notImplemented(`the [${type}] analyzer`);
    throw illegalArgument(`Unknown analyzer type [${type}] for [${name}]`);
  }

  /** An analyzer from parts, named or in place; `name` undefined is `_analyze`'s own. */
  custom(spec: Options, name?: string): ChainAnalyzer {
    const tokenizer = this.#tokenizer(spec['tokenizer'] as ComponentSpec, name);
    const filters: TokenFilter[] = [];
    for (const part of specs(spec['filter'])) {
      filters.push(this.#filter(part, name, { tokenizer, before: [...filters] }));
    }
    const charFilters = specs(spec['char_filter']).map((part) => this.#charFilter(part, name));
    return new ChainAnalyzer({
      name: name ?? '_custom_',
      tokenizer,
      filters,
      charFilters,
      positionIncrementGap: intOption(spec, 'position_increment_gap', 100),
    });
  }

  #tokenizer(spec: ComponentSpec, owner: string | undefined): Tokenizer {
    const { type, options } = this.#resolve('tokenizer', spec, owner);
    const factory = Object.hasOwn(TOKENIZERS, type) ? TOKENIZERS[type] : undefined;
    if (factory !== undefined) {
      return factory({ max_ngram_diff: this.#maxNgramDiff, ...options }, this.#segmenter);
    }
    return this.#unknown('tokenizer', type, owner);
  }

  #filter(
    spec: ComponentSpec,
    owner: string | undefined,
    context: Parameters<NonNullable<(typeof FILTERS)[string]>>[1],
  ): TokenFilter {
    const { type, options } = this.#resolve('filter', spec, owner);
    const factory = Object.hasOwn(FILTERS, type) ? FILTERS[type] : undefined;
    if (factory !== undefined) return factory({ max_ngram_diff: this.#maxNgramDiff, ...options }, context);
    return this.#unknown('filter', type, owner);
  }

  #charFilter(spec: ComponentSpec, owner: string | undefined): CharFilter {
    const { type, options } = this.#resolve('char_filter', spec, owner);
    const factory = Object.hasOwn(CHAR_FILTERS, type) ? CHAR_FILTERS[type] : undefined;
    return factory !== undefined ? factory(options) : this.#unknown('char_filter', type, owner);
  }

  #resolve(
    kind: 'tokenizer' | 'filter' | 'char_filter',
    spec: ComponentSpec,
    owner: string | undefined,
  ): { type: string; options: Options } {
    const own = typeof spec === 'string' ? this.#settings[kind][spec] : spec;
    if (!isOptions(own)) return { type: textOf(spec), options: {} };
    const type = textOption(own, 'type');
    if (type === undefined) {
      const label = typeof spec === 'string' ? spec : (owner ?? `_anonymous_${kind}`);
      throw illegalArgument(
        `${KIND_NAMES[kind]} [${label}] must specify either an analyzer type, or a tokenizer`,
      );
    }
    return { type, options: own };
  }

  #unknown(kind: Kind, type: string, owner: string | undefined): never {
    if (ELSEWHERE.has(type)) throw notImplemented(`the [${type}] ${KIND_NAMES[kind]}`);
    if (owner === undefined)
      throw illegalArgument(`failed to find global ${KIND_NAMES[kind]} under [${type}]`);
    throw illegalArgument(
      `Custom Analyzer [${owner}] failed to find ${KIND_NAMES[kind]} under name [${type}]`,
    );
  }
}

function specs(value: unknown): ComponentSpec[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as ComponentSpec[];
  if (isOptions(value)) return Object.hasOwn(value, 'type') ? [value] : (Object.values(value) as string[]);
  return listOption({ value }, 'value') ?? [];
}
