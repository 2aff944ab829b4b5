import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { numberOf, type OtelVariables } from './otel-variables.ts';

/**
 * What `OTEL_ATTRIBUTE_*LIMIT` leaves of a span's attributes, as the SDK does it to spans of its own. Its limit of 128 by
 * default is beyond what any of ours has.
 */
export function spanLimits(env: OtelVariables): (attributes: Attributes) => Attributes {
  const count = limitOf(env, 'ATTRIBUTE_COUNT_LIMIT');
  const length = limitOf(env, 'ATTRIBUTE_VALUE_LENGTH_LIMIT');
  if (count === undefined && length === undefined) return (attributes) => attributes;
  return (attributes) =>
    Object.fromEntries(
      Object.entries(attributes)
        .slice(0, count)
        .map(([name, value]) => [name, length === undefined ? value : cut(value, length)]),
    );
}

/** The one for spans goes before the general one. */
function limitOf(env: OtelVariables, name: string): number | undefined {
  return numberOf(env, `OTEL_SPAN_${name}`) ?? numberOf(env, `OTEL_${name}`);
}

function cut(value: AttributeValue | undefined, length: number): AttributeValue | undefined {
  if (typeof value === 'string') return value.slice(0, length);
  if (!Array.isArray(value)) return value;
  return value.map((each) => (typeof each === 'string' ? each.slice(0, length) : each)) as AttributeValue;
}
