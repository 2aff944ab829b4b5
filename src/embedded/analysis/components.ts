import type { Segmenter } from '../../domain/segmenter.ts';
import { illegalArgument, notImplemented } from '../errors.ts';
import { foldToAscii } from './ascii-folding.ts';
import { htmlStrip, mappingCharFilter, patternCharFilter } from './char-filters.ts';
import { cjkBigram, cjkWidth } from './cjk.ts';
import {
  lengthFilter,
  lowercase,
  porter,
  possessive,
  removeDuplicates,
  stopFilter,
  trim,
  truncateFilter,
  uniqueFilter,
  uppercase,
} from './filters.ts';
import { gramFilter, gramTokenizer, TOKEN_CHARS } from './ngram.ts';
import type { Options } from './options.ts';
import { boolOption, intOption, listOption, textOption } from './options.ts';
import { standardTokenizer } from './standard-tokenizer.ts';
import { CJK_STOP_WORDS, ENGLISH_STOP_WORDS } from './stop-words.ts';
import { parseSynonyms, synonymFilter } from './synonyms.ts';
import type { CharFilter, TokenFilter, Tokenizer } from './token-stream.ts';
import { ChainAnalyzer, mapText } from './token-stream.ts';
import {
  keywordTokenizer,
  letterTokenizer,
  patternTokenizer,
  segmenterTokenizer,
  whitespaceTokenizer,
} from './tokenizers.ts';

/** What stands before a filter in its chain; synonyms are analysed with it. */
interface FilterContext {
  readonly tokenizer: Tokenizer;
  readonly before: readonly TokenFilter[];
}

type TokenizerFactory = (options: Options, segmenter: Segmenter) => Tokenizer;
type FilterFactory = (options: Options, context: FilterContext) => TokenFilter;

const MAX_NGRAM_DIFF = 1;

function gramSizes(options: Options, fallback: { min: number; max: number }): { min: number; max: number } {
  const min = intOption(options, 'min_gram', fallback.min);
  const max = intOption(options, 'max_gram', fallback.max);
  if (min > max) throw illegalArgument('minGram must not be greater than maxGram');
  return { min, max };
}

function nGramSizes(options: Options, what: string): { min: number; max: number } {
  const sizes = gramSizes(options, { min: 1, max: 2 });
  const allowed = intOption(options, 'max_ngram_diff', MAX_NGRAM_DIFF);
  if (sizes.max - sizes.min > allowed) {
    throw illegalArgument(
      `The difference between max_gram and min_gram in ${what} must be less than or equal to: [${allowed}] but was [${sizes.max - sizes.min}]. This limit can be set by changing the [index.max_ngram_diff] index level setting.`,
    );
  }
  return sizes;
}

function tokenChars(options: Options): readonly string[] {
  const names = listOption(options, 'token_chars') ?? [];
  for (const name of names) {
    if (TOKEN_CHARS[name] !== undefined) continue;
    throw illegalArgument(
      `Unknown token type: '${name}', must be one of [letter, digit, whitespace, punctuation, symbol, custom]`,
    );
  }
  return names;
}

export const TOKENIZERS: Readonly<Record<string, TokenizerFactory>> = {
  standard: (options) => standardTokenizer(intOption(options, 'max_token_length', 255)),
  whitespace: () => whitespaceTokenizer,
  keyword: () => keywordTokenizer,
  letter: () => letterTokenizer,
  lowercase: () => (text) => lowercase(letterTokenizer(text)),
  pattern: (options) => patternTokenizer(textOption(options, 'pattern') ?? '[^\\p{L}\\p{N}_]+'),
  ngram: (options) =>
    gramTokenizer({ ...nGramSizes(options, 'NGram Tokenizer'), edge: false }, tokenChars(options)),
  edge_ngram: (options) =>
    gramTokenizer({ ...gramSizes(options, { min: 1, max: 2 }), edge: true }, tokenChars(options)),
  jieba: (_, segmenter) => segmenterTokenizer(segmenter),
};

/** Stop words by option `stopwords`: a list, `_english_`, `_none_`. */
export function stopWords(options: Options, fallback: ReadonlySet<string>): ReadonlySet<string> {
  const names = listOption(options, 'stopwords');
  if (names === undefined) return fallback;
  return new Set(
    names.flatMap((name) => {
      if (name === '_none_') return [];
      if (name === '_english_') return [...ENGLISH_STOP_WORDS];
      if (name === '_cjk_') return [...CJK_STOP_WORDS];
      if (/^_\w+_$/.test(name)) throw notImplemented(`the stop word list [${name}]`);
      return [name];
    }),
  );
}

function stemmer(options: Options): TokenFilter {
  const language = (textOption(options, 'language') ?? textOption(options, 'name') ?? 'porter').toLowerCase();
  if (language === 'english' || language === 'porter') return porter;
  if (language === 'possessive_english') return possessive;
  throw notImplemented(`the stemmer for [${language}]`);
}

function synonyms(options: Options, { tokenizer, before }: FilterContext): TokenFilter {
  const lines = listOption(options, 'synonyms');
  if (lines === undefined || Array.isArray(options['synonyms']) === false) {
    if (options['synonyms_path'] !== undefined) throw notImplemented('[synonyms_path]');
    if (options['synonyms_set'] !== undefined) throw notImplemented('[synonyms_set]');
    if (lines === undefined) {
      throw illegalArgument(
        'synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured',
      );
    }
  }
  if (textOption(options, 'format') === 'wordnet') throw notImplemented('the wordnet synonym format');
  const chain = new ChainAnalyzer({ name: 'synonyms', tokenizer, filters: before });
  return synonymFilter(
    parseSynonyms(lines, {
      expand: boolOption(options, 'expand', true),
      analyze: (phrase) => chain.tokens(phrase).map((token) => token.text),
    }),
  );
}

export const FILTERS: Readonly<Record<string, FilterFactory>> = {
  lowercase: () => lowercase,
  uppercase: () => uppercase,
  trim: () => trim,
  asciifolding: (options) => {
    if (boolOption(options, 'preserve_original', false)) {
      throw notImplemented('[preserve_original] of asciifolding');
    }
    return mapText(foldToAscii);
  },
  stop: (options) => {
    const ignoreCase = boolOption(options, 'ignore_case', false);
    const words = stopWords(options, ENGLISH_STOP_WORDS);
    const known = ignoreCase ? new Set([...words].map((word) => word.toLowerCase())) : words;
    return stopFilter(known, ignoreCase);
  },
  porter_stem: () => porter,
  stemmer,
  synonym: synonyms,
  synonym_graph: synonyms,
  cjk_width: () => cjkWidth,
  cjk_bigram: (options) =>
    cjkBigram({
      outputUnigrams: boolOption(options, 'output_unigrams', false),
      ignored: listOption(options, 'ignored_scripts') ?? [],
    }),
  ngram: (options) =>
    gramFilter({
      ...nGramSizes(options, 'NGram Tokenizer'),
      edge: false,
      preserveOriginal: boolOption(options, 'preserve_original', false),
    }),
  edge_ngram: (options) =>
    gramFilter({
      ...gramSizes(options, { min: 1, max: 2 }),
      edge: true,
      preserveOriginal: boolOption(options, 'preserve_original', false),
    }),
  length: (options) =>
    lengthFilter(intOption(options, 'min', 0), intOption(options, 'max', Number.MAX_SAFE_INTEGER)),
  truncate: (options) => truncateFilter(intOption(options, 'length', 10)),
  unique: () => uniqueFilter,
  remove_duplicates: () => removeDuplicates,
};

export const CHAR_FILTERS: Readonly<Record<string, (options: Options) => CharFilter>> = {
  html_strip: () => htmlStrip,
  mapping: (options) => {
    const lines = listOption(options, 'mappings') ?? [];
    const rules = lines.map((line): [string, string] => {
      const [from = '', to] = line.split('=>');
      if (to === undefined) throw illegalArgument(`Invalid Mapping Rule: [${line}]`);
      return [from.trim(), to.trim()];
    });
    return mappingCharFilter(new Map(rules));
  },
  pattern_replace: (options) => {
    const pattern = textOption(options, 'pattern');
    if (pattern === undefined) {
      throw illegalArgument("pattern is missing for [pattern_replace] char filter of type 'pattern_replace'");
    }
    return patternCharFilter(pattern, textOption(options, 'replacement') ?? '');
  },
};
