import { pinyin } from 'pinyin-pro';
import { soundKey } from '../sound-table.ts';
import { isHan } from './tokens.ts';

const SHORTEST = 2;
const LONGEST = 8;

/** How Chinese terms are said, in their most usual reading. */
export function* soundsOf(terms: Iterable<string>): Generator<readonly [key: number, term: string]> {
  for (const term of terms) {
    if (term.length < SHORTEST || term.length > LONGEST || !isHan(term)) continue;
    const syllables = pinyin(term, { toneType: 'none', type: 'array', v: true });
    if (syllables.length === term.length) yield [soundKey(syllables), term];
  }
}
