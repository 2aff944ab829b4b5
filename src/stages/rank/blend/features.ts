import type { Candidate } from '../../../domain/candidate.ts';
import { GatewayError } from '../../../errors.ts';
import { modelScores } from '../rerank/model-scores.ts';
import { type Expression, parseExpression } from './expression.ts';
import type { Feature, Window } from './feature.ts';
import { ofTexts, TEXT_FEATURES } from './text-features.ts';
import type { Wording } from './wording.ts';
import { wordsOf } from './words.ts';

type Maker = (args: readonly string[]) => Omit<Feature, 'name'> | undefined;

const DAY_MS = 86_400_000;

/** By name; a maker gives undefined for arguments that it does not take. */
const MAKERS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  // The score that candidates come with, and 1 over the place, both 0..1.
  ['score', none(({ candidates }) => spread(candidates.map(({ score }) => score ?? NaN)))],
  ['place', none(({ candidates }) => candidates.map((_, at) => 1 / (at + 1)))],
  // What a leg says, 0..1 over the window; 0 where it did not find the document.
  [
    'leg',
    one((leg, { candidates }) =>
      spread(candidates.map((each) => legOf(each, leg)?.score ?? NaN)).map(orZero),
    ),
  ],
  [
    'legrank',
    one((leg, { candidates }) => candidates.map((each) => 1 / (legOf(each, leg)?.rank ?? Infinity))),
  ],
  // The leg's own number, which needs no other candidate to mean something; for vectors (1 + cosine) / 2.
  ['legscore', one((leg, { candidates }) => candidates.map((each) => legOf(each, leg)?.score ?? NaN))],
  // What the cross-encoder says, on its own scale; the last model of a cascade that looked.
  ['rerank', none(({ candidates }) => candidates.map((each) => modelScores(each).at(-1) ?? NaN))],
  ['words', none(({ candidates, query }) => candidates.map(() => wordsOf(query).length))],
  ['querylength', none(({ candidates, query }) => candidates.map(() => Math.log1p(query.key.trim().length)))],
  ...[...TEXT_FEATURES].map(([name, of]): [string, Maker] => [name, texts((fields) => ofTexts(fields, of))]),
  ['number', numbers((value) => value)],
  ['log', numbers((value) => (value < 0 ? NaN : Math.log1p(value)))],
  ['freshness', freshness],
]);

/** What a text's wording says can only be learnt; a model brings it. */
export const WORDING = 'wording';

/**
 * A feature by its expression.
 * @param wordings what was learnt of the wording of texts, by the expression
 * @throws GatewayError `config_invalid` that says what there is
 */
export function featureOf(text: string, wordings: ReadonlyMap<string, Wording> = new Map()): Feature {
  const { name, args }: Expression = parseExpression(text);
  const wording = wordings.get(text);
  const maker = wording === undefined ? MAKERS.get(name) : learnt(wording);
  if (maker === undefined) {
    throw new GatewayError(
      'config_invalid',
      name === WORDING
        ? `feature ${text}: it is learnt with "relevance train pairs", and stands in no other model`
        : `feature ${text}: there is no "${name}"; known are ${[...MAKERS.keys()].join(', ')}`,
    );
  }
  const made = maker(args);
  if (made !== undefined) return { name: text, ...made };
  throw new GatewayError(
    'config_invalid',
    `feature ${text}: these are not the arguments of ${name} (docs/hybrid.md)`,
  );
}

/** One row a candidate, one number a feature. */
export function rowsOf(features: readonly Feature[], window: Window): readonly Float64Array[] {
  const columns = features.map((feature) => feature.of(window));
  return window.candidates.map((_, at) => Float64Array.from(columns, (column) => column[at]!));
}

function none(of: Feature['of']): Maker {
  return (args) => (args.length === 0 ? { fields: [], of } : undefined);
}

function one(of: (name: string, window: Window) => readonly number[]): Maker {
  return ([name, ...more]) =>
    name === undefined || more.length > 0 ? undefined : { fields: [], of: (window) => of(name, window) };
}

function texts(of: (fields: readonly string[]) => Omit<Feature, 'name'>): Maker {
  return (fields) => (fields.length === 0 ? undefined : of(fields));
}

function learnt(wording: Wording): Maker {
  return texts((fields) => ofTexts(fields, (text) => wording.of(text.letters)));
}

function numbers(of: (value: number) => number): Maker {
  return ([field, ...more]) =>
    field === undefined || more.length > 0
      ? undefined
      : {
          fields: [field],
          of: ({ candidates }) => candidates.map(({ fields }) => of(finite(fields[field]))),
        };
}

/** `freshness(field, days)`: 1 for now, half of that each time so many days older. */
function freshness([field, days = '365', ...more]: readonly string[]): Omit<Feature, 'name'> | undefined {
  const halfLife = Number(days);
  if (field === undefined || more.length > 0 || !(halfLife > 0)) return undefined;
  return {
    fields: [field],
    of: ({ candidates, now }) =>
      candidates.map(({ fields }) => {
        const age = (now - timeOf(fields[field])) / DAY_MS;
        return 2 ** -(Math.max(0, age) / halfLife);
      }),
  };
}

function finite(value: unknown): number {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const number = typeof first === 'string' && first.trim() !== '' ? Number(first) : first;
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}

function timeOf(value: unknown): number {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? Date.parse(first) : typeof first === 'number' ? first : NaN;
}

function legOf({ legs }: Candidate, name: string): Candidate['legs'][number] | undefined {
  return legs.find(({ leg }) => leg === name);
}

/** From the least to the greatest on 0..1; all alike are 1. */
function spread(values: readonly number[]): readonly number[] {
  const known = values.filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  return values.map((value) =>
    Number.isFinite(value) ? (most === least ? 1 : (value - least) / (most - least)) : NaN,
  );
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
