import type { InvertedField } from '../reader.ts';
import { illegalArgument } from './fault.ts';
import { bool, none } from './plan.ts';
import type { Plan } from './plan.ts';

export interface Fuzziness {
  /** `AUTO`, `AUTO:3,6` or a number of edits. */
  readonly edits: string;
  readonly prefixLength: number;
  readonly maxExpansions: number;
  readonly transpositions: boolean;
}

const AUTO = /^auto(?::(\d+),(\d+))?$/i;

/** Edits allowed for a term: 0, 1 or 2. */
export function allowedEdits(edits: string, term: string): number {
  const auto = AUTO.exec(edits);
  const length = Array.from(term).length;
  if (auto !== null) {
    if (length < Number(auto[1] ?? 3)) return 0;
    return length < Number(auto[2] ?? 6) ? 1 : 2;
  }
  const value = Number(edits);
  if (edits.trim() === '' || Number.isNaN(value)) throw illegalArgument(`For input string: "${edits}"`);
  if (![0, 1, 2].includes(value))
    throw illegalArgument(`Valid edit distances are [0, 1, 2] but was [${value}]`);
  return value;
}

/** Edit distance over code points, transpositions of neighbours as one edit; above `limit` as soon as it is sure. */
export function editDistance(
  a: readonly string[],
  b: readonly string[],
  options: { limit: number; transpositions: boolean },
): number {
  const { limit, transpositions } = options;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (transpositions && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

interface Expansion {
  readonly term: string;
  readonly boost: number;
  readonly docFreq: number;
}

/** One bit per kind of letter: an edit changes two of them at most. */
function letterMask(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) mask |= 1 << (text.charCodeAt(i) & 31);
  return mask;
}

function bitCount(mask: number): number {
  let left = mask;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}

function expansions(field: InvertedField, term: string, fuzziness: Fuzziness): readonly Expansion[] {
  const limit = allowedEdits(fuzziness.edits, term);
  const letters = Array.from(term);
  const prefix = letters.slice(0, fuzziness.prefixLength).join('');
  const mask = letterMask(term);
  const found: Expansion[] = [];
  for (const candidate of field.terms(prefix)) {
    if (!candidate.startsWith(prefix)) break;
    if (Math.abs(candidate.length - term.length) > 2 * limit) continue;
    // Cheap, and enough to rule out nearly every term of a large vocabulary.
    if (bitCount(mask ^ letterMask(candidate)) > 2 * limit) continue;
    const other = Array.from(candidate);
    const edits = editDistance(letters, other, { limit, transpositions: fuzziness.transpositions });
    if (edits > limit) continue;
    const boost = edits === 0 ? 1 : Math.fround(1 - edits / Math.min(letters.length, other.length));
    found.push({ term: candidate, boost, docFreq: field.postings(candidate)?.docs.length ?? 0 });
  }
  return found
    .toSorted((a, b) => b.boost - a.boost || (a.term < b.term ? -1 : 1))
    .slice(0, fuzziness.maxExpansions);
}

/** The terms within reach, weighted by closeness, all with the document frequency of the most frequent. */
export function fuzzyPlan(
  path: string,
  field: InvertedField,
  query: { term: string; fuzziness: Fuzziness },
): Plan {
  const { term, fuzziness } = query;
  if (allowedEdits(fuzziness.edits, term) === 0) return { kind: 'term', field: path, term, boost: 1 };
  const terms = expansions(field, term, fuzziness).filter(({ boost }) => boost > 0);
  if (terms.length === 0) return none('no term is close enough');
  const docFreq = Math.max(...terms.map((one) => one.docFreq));
  const statistics = { docFreq, docCount: field.docCount };
  const plans = terms.map((one): Plan => ({
    kind: 'term',
    field: path,
    term: one.term,
    boost: one.boost,
    statistics,
  }));
  return plans.length === 1 ? plans[0]! : bool({ should: plans });
}
