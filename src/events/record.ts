import { randomUUID } from 'node:crypto';

/** What came in, as it will be stored. */
export interface EventRecord {
  readonly kind: 'event' | 'query';
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A reason in plain words why something is no event. */
export interface Refusal {
  readonly reason: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Of one event, as JSON. */
const LONGEST = 16 * 1024;
const MOST_DEPTH = 8;
/** Texts that UBI names, with what its indices keep of each. */
const TEXTS: Readonly<Record<string, number>> = {
  application: 256,
  action_name: 100,
  query_id: 100,
  client_id: 100,
  session_id: 100,
  page_id: 256,
  message: 1024,
  message_type: 100,
  user_query: 1024,
  object_id_field: 100,
  query_response_id: 100,
};
const OBJECTS = ['event_attributes', 'query_attributes'];

/**
 * A search or an action of somebody's, in the shape of User Behavior Insights 1.x (o19s.github.io/ubi): an action has
 * `action_name`; a search has `query_id` and `user_query`. A missing `timestamp` is now.
 * @param nowMs milliseconds since 1970
 */
export function readRecord(value: unknown, nowMs: number): EventRecord | Refusal {
  if (!isObject(value)) return refuse('must be a JSON object');
  if (depthOf(value) > MOST_DEPTH) return refuse(`is nested more than ${MOST_DEPTH} deep`);
  if (Buffer.byteLength(JSON.stringify(value)) > LONGEST) return refuse(`is longer than ${LONGEST} bytes`);
  for (const [name, longest] of Object.entries(TEXTS)) {
    const text = value[name];
    if (text === undefined || text === null) continue;
    if (typeof text !== 'string') return refuse(`[${name}] must be text`);
    if (text.length > longest) return refuse(`[${name}] is longer than ${longest} characters`);
  }
  for (const name of OBJECTS) {
    if (value[name] !== undefined && !isObject(value[name])) return refuse(`[${name}] must be an object`);
  }
  const timestamp = timestampOf(value['timestamp'], nowMs);
  if (timestamp === undefined)
    return refuse('[timestamp] must be a date, as 2026-01-31T12:00:00Z, or milliseconds');
  const kind = isText(value['action_name']) ? 'event' : 'query';
  if (kind === 'query' && !(isText(value['query_id']) && isText(value['user_query']))) {
    return refuse('needs [action_name], or, as a search, [query_id] and [user_query]');
  }
  const attributes = value['event_attributes'];
  const settled = isObject(attributes) ? { event_attributes: settledAttributes(attributes) } : {};
  return { kind, id: randomUUID(), document: { ...value, timestamp, ...settled } };
}

function timestampOf(given: unknown, nowMs: number): string | undefined {
  const time = given === undefined || given === null ? nowMs : given;
  if (typeof time !== 'string' && typeof time !== 'number') return undefined;
  const date = new Date(typeof time === 'string' && /^\d{12,14}$/.test(time) ? Number(time) : time);
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 10_000 ? date.toISOString() : undefined;
}

/** Earlier versions write the place as an object; ids may be numbers. */
function settledAttributes(attributes: Json): Json {
  const { object, position } = attributes;
  const ordinal = isObject(position) ? position['ordinal'] : undefined;
  const index = isObject(ordinal) ? ordinal['index'] : undefined;
  return {
    ...attributes,
    ...(isObject(object) && typeof object['object_id'] === 'number'
      ? { object: { ...object, object_id: String(object['object_id']) } }
      : {}),
    ...(isObject(position) && typeof index === 'number' ? { position: { ...position, ordinal: index } } : {}),
  };
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return depth;
  return Object.values(value).reduce(
    (most: number, inner) => Math.max(most, depthOf(inner, depth + 1)),
    depth + 1,
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: string): Refusal {
  return { reason };
}
