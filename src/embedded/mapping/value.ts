import { EngineError } from '../errors.ts';
import type { Json } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import { double } from '../json/write.ts';
import type { Field } from './field.ts';

/** What a field keeps of one value: text, a number (dates in ms, booleans 0/1) or a vector. */
export type FieldValue = string | number | Float32Array;

const fault = (reason: string, type = 'illegal_argument_exception'): EngineError =>
  new EngineError({ type, reason, status: 400 });

const RANGES: Readonly<Record<string, readonly [number, number, string]>> = {
  long: [-(2 ** 63), 2 ** 63, 'a long'],
  integer: [-(2 ** 31), 2 ** 31 - 1, 'an integer'],
  short: [-32768, 32767, 'a short'],
  byte: [-128, 127, 'a byte'],
};

const JAVA: Readonly<Record<string, string>> = {
  long: 'Long',
  integer: 'Integer',
  short: 'Short',
  byte: 'Byte',
  double: 'Double',
  float: 'Float',
  half_float: 'Float',
};

const javaDouble = (value: Json): string =>
  typeof value === 'number' ? double(value).toString() : textOf(value);

/**
 * Reads one JSON value (never null, never an array but for vectors) as the field's type.
 * @throws EngineError with the reason that Elasticsearch gives as `caused_by`.
 */
export function readValue(field: Field, value: Json): FieldValue {
  switch (field.type) {
    case 'text':
    case 'keyword':
      if (isObject(value)) throw fault('Expected text but found START_OBJECT');
      return textOf(value);
    case 'boolean':
      return readBoolean(value);
    case 'date':
      return readDate(field, value);
    case 'dense_vector':
      return readVector(field, value);
    default:
      return readNumber(field, value);
  }
}

function readBoolean(value: Json): number {
  if (value === true || value === 'true') return 1;
  if (value === false || value === 'false' || value === '') return 0;
  if (isObject(value)) throw fault('Failed to parse value as boolean: found START_OBJECT');
  throw fault(`Failed to parse value [${textOf(value)}] as only [true] or [false] are allowed.`);
}

function readDate(field: Field, value: Json): number {
  if (isObject(value)) throw fault('Failed to parse object as date');
  const text = typeof value === 'number' ? plain(value) : textOf(value);
  const parsed = field.dateFormat.parse(text);
  if (parsed === undefined) {
    throw notDate(text, field.dateFormat.pattern);
  }
  return parsed;
}

function notNumeric(value: boolean): EngineError {
  const reason = `Current token (VALUE_${String(value).toUpperCase()}) not numeric, can not use numeric value accessors`;
  const causedBy = { type: 'json_parse_exception', reason, status: 400 };
  return new EngineError({ type: 'x_content_parse_exception', reason, status: 400, causedBy });
}

function notDate(text: string, pattern: string): EngineError {
  const inner = 'Failed to parse with all enclosed parsers';
  const causedBy = pattern.includes('||')
    ? { type: 'date_time_parse_exception', reason: inner, status: 400 }
    : undefined;
  const reason = `failed to parse date field [${text}] with format [${pattern}]`;
  return new EngineError({ type: 'illegal_argument_exception', reason, status: 400, causedBy });
}

const plain = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));

function readNumber(field: Field, value: Json): number {
  if (isObject(value)) throw fault('Cannot parse object as number');
  if (typeof value === 'boolean') throw notNumeric(value);
  if (typeof value === 'string' && !field.coerce) throw fault(`${JAVA[field.type]} value passed as String`);
  const number = typeof value === 'number' ? value : parseNumber(textOf(value));
  if (number === undefined) throw fault(`For input string: "${textOf(value)}"`);
  const range = RANGES[field.type];
  if (range === undefined) return readFloating(field, number, value);
  const whole = Math.trunc(number);
  if (whole !== number && !field.coerce) {
    throw fault(`${textOf(value)} cannot be converted to ${JAVA[field.type]} without data loss`);
  }
  if (!(whole >= range[0] && whole <= range[1])) throw outOfRange(field, value, range);
  return whole;
}

/** Numbers of 32 and 64 bits fail in the JSON parser, smaller ones in the field. */
function outOfRange(
  field: Field,
  value: Json,
  [from, to, name]: readonly [number, number, string],
): EngineError {
  const digits = typeof value === 'number' ? plain(value) : textOf(value);
  if (field.type !== 'integer' || typeof value !== 'number')
    return fault(`Value [${digits}] is out of range for ${name}`);
  const reason = `Numeric value (${digits}) out of range of int (${from} - ${to})`;
  const causedBy = { type: 'input_coercion_exception', reason, status: 400 };
  return new EngineError({ type: 'x_content_parse_exception', reason, status: 400, causedBy });
}

function readFloating(field: Field, number: number, value: Json): number {
  const stored =
    field.type === 'double' ? number : field.type === 'float' ? Math.fround(number) : halfFloat(number);
  if (Number.isFinite(stored)) return stored;
  throw fault(`[${field.type}] supports only finite values, but got [${javaDouble(value)}]`);
}

function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : undefined;
}

/** Rounds to the nearest number of 16 bits (11 bits of precision), as Lucene's HalfFloatPoint. */
function halfFloat(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -14);
  const step = 2 ** (exponent - 10);
  const scaled = value / step;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  const result = rounded * step;
  return Math.abs(result) > 65504 ? Math.sign(result) * Infinity : result;
}

function readVector(field: Field, value: Json): Float32Array {
  const id = '[document with id]';
  if (!Array.isArray(value)) {
    throw fault('Failed to parse object: expecting token of type [VALUE_NUMBER]', 'parsing_exception');
  }
  const vector = Float32Array.from(value, (item) => {
    const number = typeof item === 'number' ? item : parseNumber(textOf(item));
    if (number === undefined) {
      throw fault('Failed to parse object: expecting token of type [VALUE_NUMBER]', 'parsing_exception');
    }
    return number;
  });
  if (field.dims !== 0 && vector.length !== field.dims) {
    const more = vector.length > field.dims ? 'more dimensions than defined in the mapping' : undefined;
    throw fault(
      more === undefined
        ? `The [dense_vector] field [${field.path}] in doc ${id} has a different number of dimensions [${vector.length}] than defined in the mapping [${field.dims}]`
        : `The [dense_vector] field [${field.path}] in doc ${id} has ${more} [${field.dims}]`,
    );
  }
  if (field.indexed) checkMagnitude(field, vector);
  return vector;
}

function checkMagnitude(field: Field, vector: Float32Array): void {
  let squared = 0;
  for (const item of vector) squared += item * item;
  const shown = `Preview of invalid vector: [${Array.from(vector.subarray(0, 5), (item) => (Number.isInteger(item) ? `${item}.0` : String(item))).join(', ')}${vector.length > 5 ? ', ...' : ''}]`;
  if (!Number.isFinite(squared)) {
    throw fault(`element_type [float] vectors do not support NaN or infinite values. ${shown}`);
  }
  if (field.vectorSimilarity === 'cosine' && squared === 0) {
    throw fault(`The [cosine] similarity does not support vectors with zero magnitude. ${shown}`);
  }
  if (field.vectorSimilarity === 'dot_product' && Math.abs(squared - 1) > 1e-4) {
    throw fault(`The [dot_product] similarity can only be used with unit-length vectors. ${shown}`);
  }
}
