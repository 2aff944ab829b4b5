import { decayFunction } from './decay.ts';
import { SearchFault, notSupported, parsingFault, shardFault } from './fault.ts';
import { Options, isObject } from './options.ts';
import { ALL, named } from './plan.ts';
import type { BoostMode, Plan, ScoreFunction, ScoreMode } from './plan.ts';
import type { BindFunction, Family, ParseQuery, Query } from './query.ts';

const MODIFIERS: Readonly<Record<string, (value: number) => number>> = {
  none: (value) => value,
  log: Math.log10,
  log1p: (value) => Math.log10(value + 1),
  log2p: (value) => Math.log10(value + 2),
  ln: Math.log,
  ln1p: Math.log1p,
  ln2p: (value) => Math.log1p(value + 1),
  square: (value) => value * value,
  sqrt: Math.sqrt,
  reciprocal: (value) => 1 / value,
};
const SCORE_MODES = new Set(['multiply', 'sum', 'avg', 'first', 'max', 'min']);
const BOOST_MODES = new Set(['multiply', 'replace', 'sum', 'avg', 'max', 'min']);

function fieldValueFactor(body: unknown): BindFunction {
  const options = new Options('field_value_factor', body);
  const field = options.text('field');
  const factor = options.number('factor') ?? 1;
  const modifier = MODIFIERS[(options.text('modifier') ?? 'none').toLowerCase()];
  const missing = options.number('missing');
  options.done();
  if (field === undefined) throw parsingFault("[field_value_factor] required field 'field' missing");
  if (modifier === undefined)
    throw new SearchFault('illegal_argument_exception', 'No enum constant for the modifier');
  return ({ reader }) => {
    const column = reader.column(field);
    if (column === undefined && missing === undefined) {
      throw shardFault(
        'parsing_exception',
        `Unable to find a field mapper for field [${field}]. No 'missing' value defined.`,
      );
    }
    return (doc) => {
      const value = column?.values(doc)[0] ?? missing;
      if (typeof value !== 'number') {
        throw shardFault('exception', `Missing value for field [${field}]`);
      }
      const result = modifier(value * factor);
      if (result >= 0) return result;
      throw shardFault(
        'illegal_argument_exception',
        `field value function must not produce negative scores, but got: [${result}] for field value: [${value}]`,
      );
    };
  };
}

/** Repeatable for a seed; the same document keeps its number while the index is unchanged. */
function randomScore(body: unknown): BindFunction {
  const options = new Options('random_score', body);
  const seed = options.number('seed') ?? 0;
  options.text('field');
  options.done();
  return () => (doc) => {
    let hash = Math.imul(doc + 1, 0x9e3779b1) ^ Math.imul(seed | 0, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    return ((hash ^ (hash >>> 15)) >>> 8) / 0x1000000;
  };
}

const FUNCTIONS: Readonly<Record<string, (body: unknown) => BindFunction>> = {
  field_value_factor: fieldValueFactor,
  random_score: randomScore,
  gauss: (body) => decayFunction('gauss', body),
  exp: (body) => decayFunction('exp', body),
  linear: (body) => decayFunction('linear', body),
};

interface ParsedFunction {
  readonly filter: Query | null;
  readonly weight: number;
  readonly description: string;
  readonly bind: BindFunction;
}

function parseFunction(options: Options, filter: Query | null): ParsedFunction | null {
  if (options.has('script_score')) throw notSupported('[script_score]');
  const weight = options.number('weight');
  const names = Object.keys(FUNCTIONS).filter((name) => options.has(name));
  if (names.length > 1)
    throw parsingFault('failed to parse [function_score] query. already found function', names[1]);
  const [name] = names;
  if (name === undefined && weight === undefined) return null;
  const bind: BindFunction = name === undefined ? () => () => 1 : FUNCTIONS[name]!(options.take(name));
  return { filter, weight: weight ?? 1, description: name ?? 'weight', bind };
}

function parseFunctions(options: Options, parse: ParseQuery): readonly ParsedFunction[] {
  const list = options.take('functions');
  if (list === undefined) {
    const only = parseFunction(options, null);
    return only === null ? [] : [only];
  }
  if (!Array.isArray(list))
    throw parsingFault('failed to parse [function_score] query. functions must be an array', 'functions');
  return list.map((json) => {
    const one = new Options('function_score', json);
    const filter = one.take('filter');
    const parsed = parseFunction(one, isObject(filter) ? parse(filter) : null);
    one.done();
    if (parsed === null) throw parsingFault('an entry in functions list is missing a function.', 'functions');
    return parsed;
  });
}

export const functionScore: Family = (body, parse) => {
  const options = new Options('function_score', body);
  const inner = options.take('query');
  const query = inner === undefined ? null : parse(inner);
  const functions = parseFunctions(options, parse);
  const scoreMode = (options.text('score_mode') ?? 'multiply').toLowerCase();
  const boostMode = (options.text('boost_mode') ?? 'multiply').toLowerCase();
  const maxBoost = options.number('max_boost') ?? Number.POSITIVE_INFINITY;
  const minScore = options.number('min_score') ?? null;
  const boost = options.boost();
  const name = options.name();
  options.done();
  if (!SCORE_MODES.has(scoreMode))
    throw parsingFault(`failed to parse [function_score] query. illegal score_mode [${scoreMode}]`);
  if (!BOOST_MODES.has(boostMode))
    throw parsingFault(`failed to parse [function_score] query. illegal boost_mode [${boostMode}]`);
  return {
    bind: (binding) => {
      const bound = functions.map((one): ScoreFunction => ({
        filter: one.filter?.bind(binding) ?? null,
        weight: one.weight,
        description: one.description,
        value: one.bind(binding),
      }));
      const plan: Plan = {
        kind: 'function_score',
        boost,
        query: query?.bind(binding) ?? ALL,
        functions: bound,
        scoreMode: scoreMode as ScoreMode,
        boostMode: boostMode as BoostMode,
        maxBoost,
        minScore,
      };
      return named(plan, name);
    },
  };
};
