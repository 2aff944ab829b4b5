/** Of a word one letter away that is this many times as frequent, a rare word is taken for a slip. */
const TIMES = 100;
/** In what people type slips are more frequent, and what is never typed right is no word. */
const QUERY_TIMES = 20;
const SHORTEST = 5;
const PLAIN = /^[a-z]+$/;
/** Letters that inflect: `cable` and `cables` are both right. */
const INFLECTING = 'sdry';

/** Frequencies of words by where they stand. */
export interface WordFrequency {
  readonly documents: number;
  readonly queries: number;
}

/**
 * Words that stand in a catalogue or a query log by mistake: one letter wrong, missing, added or swapped in a word that
 * is far more frequent. Found by deletes of one letter (Garbe's symmetric delete spelling correction).
 */
export function slipsIn(words: ReadonlyMap<string, WordFrequency>): ReadonlySet<string> {
  const weight = ({ documents, queries }: WordFrequency): number => documents + queries;
  const plain = Array.from(words).filter(([word]) => word.length >= SHORTEST - 1 && PLAIN.test(word));
  const frequent = new Map<string, string[]>();
  for (const [word, frequency] of plain) {
    if (weight(frequency) < QUERY_TIMES) continue;
    for (const key of deletes(word)) {
      const list = frequent.get(key);
      if (list === undefined) frequent.set(key, [word]);
      else list.push(word);
    }
  }
  const slips = new Set<string>();
  for (const [word, frequency] of plain) {
    if (word.length < SHORTEST) continue;
    const needed = weight(frequency) * (frequency.documents === 0 ? QUERY_TIMES : TIMES);
    const others = new Set(deletes(word).flatMap((key) => frequent.get(key) ?? []));
    for (const other of others) {
      if (other === word || weight(words.get(other)!) < needed) continue;
      if (isOneSlip(word, other) && !isInflection(word, other)) slips.add(word);
    }
  }
  return slips;
}

/** The word, and the word without each of its letters. */
function deletes(word: string): readonly string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}

function isOneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [left, right] = [one.slice(at), other.slice(at)];
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (left.slice(2) === right.slice(2) && left[0] === right[1] && left[1] === right[0])
  );
}

function isInflection(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length < long.length && long.startsWith(short) && INFLECTING.includes(long.at(-1)!);
}
