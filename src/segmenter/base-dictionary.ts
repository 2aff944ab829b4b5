import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GatewayError } from '../errors.ts';
import { foldCaseInPlace } from '../text/normalise.ts';
import { WordList } from '../text/word-list.ts';

/** The words that every segmenter of a process shares. */
export interface BaseDictionary {
  readonly words: WordList;
  /** Logarithm of the sum of all frequencies. */
  readonly logTotal: number;
  /** Weight of what is no word: that of the rarest one. */
  readonly unknownWeight: number;
}

let loaded: BaseDictionary | undefined;

/**
 * jieba's dictionary as it ships with nodejieba (349,046 words with frequencies), read once a process.
 * @throws GatewayError `config_invalid` when the package's files are not there
 */
export function baseDictionary(): BaseDictionary {
  loaded ??= read();
  return loaded;
}

function read(): BaseDictionary {
  let text: string;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('nodejieba/package.json'));
    text = readFileSync(join(folder, 'submodules/cppjieba/dict/jieba.dict.utf8'), 'utf8');
  } catch (error) {
    const message = 'the dictionary of the package nodejieba is missing; run npm ci again';
    throw new GatewayError('config_invalid', message, { cause: error });
  }
  const frequencies = new Map<string, number>();
  let total = 0;
  let least = Infinity;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
    // A word may hold a blank ("AT&T" does not, but lines end in "frequency tag" whatever stands before).
    const tagAt = line.lastIndexOf(' ');
    const frequencyAt = line.lastIndexOf(' ', tagAt - 1);
    if (frequencyAt <= 0) continue;
    const frequency = Number(line.slice(frequencyAt + 1, tagAt));
    const word = foldCaseInPlace(line.slice(0, frequencyAt));
    frequencies.set(word, Math.max(frequency, frequencies.get(word) ?? 0));
    total += frequency;
    least = Math.min(least, frequency);
  }
  const logTotal = Math.log(total);
  for (const [word, frequency] of frequencies) frequencies.set(word, Math.log(frequency) - logTotal);
  return { words: WordList.of(frequencies), logTotal, unknownWeight: Math.log(least) - logTotal };
}
