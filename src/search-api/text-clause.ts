import type { TextClause } from '../domain/search-request.ts';
import type { JsonNode } from '../json/document.ts';
import { Doubt } from './bypass-reason.ts';
import { onlyMember, rawText } from './json-shape.ts';
import { hasOperators } from './operators.ts';
import { KNOWN_VALUES, TEXT_KINDS, type TextKind } from './text-kinds.ts';

/**
 * Reads one clause; undefined when its query is no string (a number in a `match` on a number).
 * @param query the object around the clause, `{"match": …}`
 * @throws Doubt for options that are not known and for text with operators
 */
export function readClause(name: string, query: JsonNode, value: JsonNode): TextClause | undefined {
  const kind = TEXT_KINDS.get(name);
  if (kind === undefined) throw new Doubt('unknown_query');
  const { field, body } = bodyOf(kind, value);
  const written: Members =
    body.kind === 'object' ? readMembers(kind, body) : { text: body, options: new Map() };
  const { text, options } = written;
  if (text.kind !== 'string') return undefined;
  if (kind.syntax === true && hasOperators(text.text())) throw new Doubt('operators');
  return {
    kind: name,
    range: { start: query.start, end: query.end },
    textRange: { start: text.start, end: text.end },
    fields: field === undefined ? (written.fields ?? []) : [{ name: field, boost: 1 }],
    options,
  };
}

/** Where the options stand: beside the text, or under the name of the one field. */
function bodyOf(kind: TextKind, value: JsonNode): { field?: string; body: JsonNode } {
  if (kind.shape === 'field') {
    const { key, value: body } = onlyMember(value, 'unknown_query');
    return { field: key, body };
  }
  if (value.kind !== 'object') throw new Doubt('unknown_query');
  return { body: value };
}

interface Members {
  readonly text: JsonNode;
  readonly fields?: TextClause['fields'];
  readonly options: TextClause['options'];
}

function readMembers(kind: TextKind, body: JsonNode): Members {
  const text = body.get('query');
  if (text === undefined) throw new Doubt('unknown_query');
  const fields = kind.shape === 'fields' ? body.get('fields') : undefined;
  const options = new Map<string, string>();
  for (const { key, value } of body.members()) {
    if (key === 'query' || (key === 'fields' && fields !== undefined)) continue;
    if (!kind.options.has(key)) throw new Doubt('unknown_query');
    const known = KNOWN_VALUES.get(key);
    if (known !== undefined && !(value.kind === 'string' && known.has(value.text().toLowerCase()))) {
      throw new Doubt('unknown_query');
    }
    options.set(key, rawText(value));
  }
  return { text, options, ...(fields === undefined ? {} : { fields: readFields(fields) }) };
}

/** `["title^3", "brand"]` or one string; the boost after the last `^`. */
function readFields(node: JsonNode): TextClause['fields'] {
  const items = node.kind === 'array' ? [...node.items()] : [node];
  return items.map((item) => {
    if (item.kind !== 'string') throw new Doubt('unknown_query');
    const text = item.text();
    const caret = text.lastIndexOf('^');
    if (caret < 0) return { name: text, boost: 1 };
    const boost = text.slice(caret + 1);
    if (!/^\d+(\.\d+)?$/.test(boost)) throw new Doubt('unknown_query');
    return { name: text.slice(0, caret), boost: Number(boost) };
  });
}
