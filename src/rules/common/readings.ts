import type { Expansion, RuleTerm } from '../expansion.ts';
import type { Step, Steps } from './trie.ts';

/** Every word that some reading of a text allows, with where it stands. */
export type Words = (
  text: string,
) => readonly { readonly text: string; readonly start: number; readonly end: number }[];

/** Words without blanks between them, which may be read in more than one way. */
export interface Run {
  readonly text: string;
  /** Place of its first term among the slots, and where each of its terms begins in the text; one more for the end. */
  readonly first: number;
  readonly starts: readonly number[];
}

const HAN = /\p{Script=Han}/u;
/** Longer queries are texts; their best reading is enough. */
const LONGEST_QUERY = 10_000;

/** The query's own words, one step each, and what earlier files say in their place. */
export function termSteps(expansion: Expansion, fold: (text: string) => string): Steps {
  let mayRepeat = false;
  const steps = expansion.slots.map(({ term, alternatives }, place): Step[] => {
    const own = expansion.terms[term]!;
    const step = (one: RuleTerm): Step => ({ term: one, folded: fold(one.text), to: place + 1, isOwn: true });
    if (alternatives.length > 1 || own.fields !== undefined) mayRepeat = true;
    const steps = [step(own)];
    for (const { terms, rule } of alternatives) {
      if (rule !== undefined && terms.length === 1) steps.push(step(terms[0]!));
    }
    return steps;
  });
  return { count: steps.length, mayRepeat, from: (step) => steps[step] ?? [] };
}

/** Neighbours with Chinese characters that stand side by side in the query as it was typed. */
export function runsOf({ query }: Expansion, terms: readonly RuleTerm[]): readonly Run[] {
  if (query.length > LONGEST_QUERY || !HAN.test(query)) return [];
  const runs: Run[] = [];
  let open: { text: string; first: number; starts: number[] } | undefined;
  let at = 0;
  terms.forEach(({ text, fields }, place) => {
    const start = query.indexOf(text, at);
    const isHere = start !== -1 && fields === undefined && HAN.test(text);
    const continues = open !== undefined && isHere && start === at;
    if (!continues && open !== undefined) {
      runs.push(open);
      open = undefined;
    }
    if (start !== -1) at = start + text.length;
    if (!isHere) return;
    open ??= { text: '', first: place, starts: [0] };
    open.text += text;
    open.starts.push(open.text.length);
  });
  if (open !== undefined) runs.push(open);
  return runs;
}

/**
 * The other readings of a run, one step each character; undefined where its own is the only one. A word leads
 * anywhere only if dictionary words fill the run on both sides of it.
 */
export function latticeSteps(run: Run, words: Words, fold: (text: string) => string): Steps | undefined {
  const { text, starts } = run;
  const edges = words(text);
  const own = new Set(starts.slice(1).map((end, at) => `${starts[at]} ${end}`));
  if (edges.every(({ start, end }) => own.has(`${start} ${end}`))) return undefined;
  const [fromStart, toEnd] = [new Set([0]), new Set([text.length])];
  for (const { start, end } of edges.toSorted((a, b) => a.start - b.start)) {
    if (fromStart.has(start)) fromStart.add(end);
  }
  for (const { start, end } of edges.toSorted((a, b) => b.end - a.end)) {
    if (toEnd.has(end)) toEnd.add(start);
  }
  const byStart = new Map<number, Step[]>();
  for (const { text: word, start, end } of edges) {
    if (!fromStart.has(start) || !toEnd.has(end)) continue;
    const steps = byStart.get(start) ?? [];
    steps.push({ term: { text: word }, folded: fold(word), to: end, isOwn: own.has(`${start} ${end}`) });
    byStart.set(start, steps);
  }
  return { count: text.length, mayRepeat: false, from: (step) => byStart.get(step) ?? [] };
}
