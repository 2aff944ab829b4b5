import { GatewayError } from '../errors.ts';
import { foldCase } from '../text/normalise.ts';

export interface DictionaryFile {
  /** For messages. */
  readonly file: string;
  readonly text: string;
}

const MAX_WORD_CHARACTERS = 32;

/**
 * Reads user dictionaries in jieba's format, one word a line: `word [frequency] [part of speech]`; `#` starts a
 * comment. A word without a frequency gets null: as much as it takes to be cut out whole.
 * @throws GatewayError `config_invalid` with every fault, each with file and line
 */
export function readUserDictionaries(files: readonly DictionaryFile[]): ReadonlyMap<string, number | null> {
  const words = new Map<string, number | null>();
  const faults: string[] = [];
  for (const { file, text } of files) {
    text
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .forEach((line, at) => {
        const [word = '', ...rest] = line.replace(/#.*$/, '').trim().split(/\s+/);
        if (word === '') return;
        const fault = faultOf(word, rest);
        if (fault !== undefined) faults.push(`${file}:${at + 1}: ${fault}`);
        else
          words.set(foldCase(word.normalize('NFKC')), /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : null);
      });
  }
  if (faults.length > 0) throw new GatewayError('config_invalid', faults.join('\n'));
  return words;
}

function faultOf(word: string, rest: readonly string[]): string | undefined {
  if ([...word].length > MAX_WORD_CHARACTERS)
    return `"${word.slice(0, 20)}…" is longer than ${MAX_WORD_CHARACTERS} characters`;
  if (!/[\p{L}\p{N}]/u.test(word)) return `"${word}" holds no letter`;
  if (rest.length > 2) return 'expected a word, a frequency and a part of speech; a word holds no blanks';
  const [first, second] = rest;
  if (first === undefined) return undefined;
  const isNumber = /^\d+$/.test(first);
  if (isNumber && (Number(first) < 1 || Number(first) > 1e9))
    return `frequency ${first} is not between 1 and 10^9`;
  if (!isNumber && !/^[a-z]+$/i.test(first)) return `"${first}" is neither a frequency nor a part of speech`;
  if (!isNumber && second !== undefined) return 'the frequency comes before the part of speech';
  return undefined;
}
