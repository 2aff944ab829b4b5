import { formatOf, parseDate } from './date-math.ts';
import { parsingFault, shardFault } from './fault.ts';
import { Options } from './options.ts';
import type { BindFunction } from './query.ts';

type Shape = 'gauss' | 'exp' | 'linear';

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A span of time in milliseconds: `10d`, `12h`. */
export function durationMs(text: string): number {
  const match = /^(-?\d+(?:\.\d+)?)(ms|[dhms])$/.exec(text);
  if (match === null) {
    throw parsingFault(
      `failed to parse setting with value [${text}] as a time value: unit is missing or unrecognized`,
    );
  }
  return Number(match[1]) * UNITS[match[2]!]!;
}

/** The score at a distance beyond the offset: `decay` at `scale`, 1 at 0. */
function decayed(shape: Shape, distance: number, { scale, decay }: { scale: number; decay: number }): number {
  switch (shape) {
    case 'gauss':
      return Math.exp((distance * distance * Math.log(decay)) / (scale * scale));
    case 'exp':
      return Math.exp((distance * Math.log(decay)) / scale);
    case 'linear': {
      const reach = scale / (1 - decay);
      return Math.max(0, (reach - distance) / reach);
    }
  }
}

/** The closer a number or date is to `origin`, the nearer to 1; documents without a value get 1. */
export function decayFunction(shape: Shape, body: unknown): BindFunction {
  const outer = new Options(shape, body);
  const mode = (outer.text('multi_value_mode') ?? 'MIN').toUpperCase();
  const [field] = outer.rest();
  if (field === undefined) throw parsingFault(`malformed score function score parameters.`, shape);
  const options = new Options(shape, outer.take(field));
  outer.done();
  const [origin, scale] = [options.text('origin'), options.text('scale')];
  const offset = options.text('offset') ?? '0';
  const decay = options.number('decay') ?? 0.5;
  options.done();
  if (scale === undefined)
    throw parsingFault(`both [scale] and [origin] must be set for numeric fields.`, shape);
  return ({ reader, now }) => {
    const mapping = reader.field(field);
    if (mapping === undefined) throw shardFault('parsing_exception', `unknown field [${field}]`);
    const isDate = mapping.type === 'date';
    if (!isDate && origin === undefined) {
      throw shardFault('parse_exception', 'both [scale] and [origin] must be set for numeric fields.');
    }
    const width = isDate ? durationMs(scale) : Number(scale);
    const flat = isDate && offset !== '0' ? durationMs(offset) : Number(offset);
    const centre = isDate
      ? parseDate(origin ?? 'now', { now, roundUp: false, ...formatOf(mapping) })
      : Number(origin);
    const column = reader.column(field);
    return (doc) => {
      const values = column?.values(doc) ?? [];
      if (values.length === 0) return 1;
      const distances = values.map((value) => Math.max(0, Math.abs((value as number) - centre) - flat));
      const distance = mode === 'MAX' ? Math.max(...distances) : Math.min(...distances);
      return decayed(shape, distance, { scale: width, decay });
    };
  };
}
