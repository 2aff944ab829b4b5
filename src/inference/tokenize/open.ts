import { messageOf, ModelFault } from '../fault.ts';
import { isCount, isRecord, type JsonRecord, listOf, recordOf } from '../shape.ts';
import { bertNormalise, type BertNormalising } from './bert-normalise.ts';
import { createLibraryTokenizer } from './library.ts';
import { readTemplates, type Templates } from './template.ts';
import type { Tokenizer } from './tokenizer.ts';
import { type AddedWord, createWordPiece } from './word-piece.ts';
import { createWordReader } from './word-reader.ts';

export interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly templates: Templates;
  /** What short inputs are filled up with, where tokenizer.json says. */
  readonly padId: number | undefined;
}

/** Reads tokenizer.json. @throws ModelFault */
export function openTokenizer(text: string): OpenedTokenizer {
  const json = parse(text);
  const size = vocabularySize(json);
  let tokenizer: Tokenizer;
  try {
    tokenizer = wordPieceOf(json) ?? withOwnNormaliser(json, size);
    // What a library cannot do shows when it is used.
    tokenizer.encode('Probe 12, 试一试.', 16);
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    throw new ModelFault(`tokenizer.json: ${messageOf(error)}`, { cause: error });
  }
  return { tokenizer, templates: readTemplates(json['post_processor']), padId: padIdOf(json) };
}

function parse(text: string): JsonRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ModelFault(`tokenizer.json is not JSON: ${messageOf(error)}`, { cause: error });
  }
  if (isRecord(json) && isRecord(json['model'])) return json;
  throw new ModelFault('tokenizer.json has no "model"');
}

/** Our own tokenizer where it does exactly what the file says; undefined where it would not. */
function wordPieceOf(json: JsonRecord): Tokenizer | undefined {
  const model = recordOf(json['model']);
  // Files of older versions do not name the type.
  if ((model['type'] ?? 'WordPiece') !== 'WordPiece' || !isRecord(model['vocab'])) return undefined;
  if (recordOf(json['pre_tokenizer'])['type'] !== 'BertPreTokenizer') return undefined;
  const bert = bertNormaliserOf(json['normalizer']);
  const added = addedWords(json);
  if (bert === undefined || added === undefined) return undefined;

  const vocabulary = new Map(Object.entries(model['vocab']).filter(isEntry));
  const unknown = model['unk_token'] ?? '[UNK]';
  const unknownId = typeof unknown === 'string' ? vocabulary.get(unknown) : undefined;
  if (unknownId === undefined)
    throw new ModelFault('tokenizer.json: the unknown token is not in the vocabulary');
  const { continuing_subword_prefix: continuation, max_input_chars_per_word: maxWord } = model;
  return createWordPiece({
    vocabulary,
    unknownId,
    continuation: typeof continuation === 'string' ? continuation : '##',
    maxWordCharacters: isCount(maxWord) ? maxWord : 100,
    form: bert.form,
    normalise: (text) => bertNormalise(text, bert.settings),
    reader: createWordReader(bert.settings),
    hanApart: bert.settings.handleChineseChars,
    added,
  });
}

/** Words that are found whole; undefined where one of them eats blanks or minds its neighbours. */
function addedWords(json: JsonRecord): readonly AddedWord[] | undefined {
  const words = listOf(json['added_tokens'])
    .map(recordOf)
    .filter((token) => token['special'] !== true);
  const isPlain = ({ content, id, single_word: single, lstrip: left, rstrip: right }: JsonRecord): boolean =>
    typeof content === 'string' && isCount(id) && single !== true && left !== true && right !== true;
  if (!words.every(isPlain)) return undefined;
  return words.map(({ content, id, normalized }) => ({
    content: content as string,
    id: id as number,
    normalised: normalized !== false,
  }));
}

/**
 * The library's `BertNormalizer` is wrong on rare Chinese characters and on the Greek sigma, so ours runs before it.
 * @throws ModelFault where that cannot be made to mean the same
 */
function withOwnNormaliser(json: JsonRecord, size: number): Tokenizer {
  const types = flatten(json['normalizer']).map(({ type }) => type);
  if (!types.includes('BertNormalizer')) return createLibraryTokenizer(json, size);
  const bert = bertNormaliserOf(json['normalizer']);
  const hasAdded = listOf(json['added_tokens']).some((token) => recordOf(token)['special'] !== true);
  if (bert === undefined || hasAdded) {
    throw new ModelFault(
      'tokenizer.json: BertNormalizer behind other normalisers than Unicode forms, or with added words of its own, is supported only before BertPreTokenizer and WordPiece',
    );
  }
  const { form = (text: string) => text, settings } = bert;
  const normalise = (text: string): string => bertNormalise(form(text), settings);
  return createLibraryTokenizer({ ...json, normalizer: null }, size, normalise);
}

interface BertNormaliser {
  /** Puts a text into the Unicode forms that come before, if any. */
  readonly form: ((text: string) => string) | undefined;
  readonly settings: BertNormalising;
}

/** Unicode forms, if any, then BERT's own; undefined where the file says something else. */
function bertNormaliserOf(normaliser: unknown): BertNormaliser | undefined {
  const normalisers = flatten(normaliser);
  const last = normalisers.at(-1);
  const forms = normalisers.slice(0, -1).map(({ type }) => type);
  if (last?.['type'] !== 'BertNormalizer' || !forms.every(isForm)) return undefined;
  return {
    form:
      forms.length === 0 ? undefined : (text) => forms.reduce((result, form) => result.normalize(form), text),
    settings: normalisingOf(last),
  };
}

function normalisingOf(normaliser: JsonRecord): BertNormalising {
  const lowercase = normaliser['lowercase'] !== false;
  return {
    cleanText: normaliser['clean_text'] !== false,
    handleChineseChars: normaliser['handle_chinese_chars'] !== false,
    // Left open, it goes with the letters' case.
    stripAccents: (normaliser['strip_accents'] ?? lowercase) === true,
    lowercase,
  };
}

function flatten(normaliser: unknown): readonly JsonRecord[] {
  const one = recordOf(normaliser);
  return one['type'] === 'Sequence' ? listOf(one['normalizers']).flatMap(flatten) : [one];
}

function isForm(type: unknown): type is 'NFC' | 'NFD' | 'NFKC' | 'NFKD' {
  return type === 'NFC' || type === 'NFD' || type === 'NFKC' || type === 'NFKD';
}

function isEntry(entry: [string, unknown]): entry is [string, number] {
  return isCount(entry[1]);
}

/** One more than the highest id. */
function vocabularySize(json: JsonRecord): number {
  const { vocab } = recordOf(json['model']);
  // Unigram lists [piece, score] by id.
  const ids = Array.isArray(vocab) ? [vocab.length - 1] : Object.values(recordOf(vocab)).filter(isCount);
  const added = listOf(json['added_tokens'])
    .map((token) => recordOf(token)['id'])
    .filter(isCount);
  if (ids.length === 0 || (Array.isArray(vocab) && vocab.length === 0)) {
    throw new ModelFault('tokenizer.json: the vocabulary is empty');
  }
  return ids.concat(added).reduce((most, id) => Math.max(most, id), 0) + 1;
}

function padIdOf(json: JsonRecord): number | undefined {
  const padding = recordOf(json['padding'])['pad_id'];
  if (isCount(padding)) return padding;
  const token = listOf(json['added_tokens'])
    .map(recordOf)
    .find(({ content }) => content === '[PAD]' || content === '<pad>');
  return isCount(token?.['id']) ? token['id'] : undefined;
}
