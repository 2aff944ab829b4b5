import { CommandError } from '../command.ts';

/** A JSON search request without the query's text. */
export type BodyTemplate = Readonly<Record<string, unknown>>;

const PLACEHOLDER = '{{query}}';

/** A plain search of text fields: `match` for one, `multi_match` (`best_fields`) for several. */
export function fieldsTemplate(fields: readonly string[]): BodyTemplate {
  const [only] = fields;
  const plain = fields.length === 1 && only !== undefined && !/[\^*]/.test(only);
  if (plain) return { query: { match: { [only]: PLACEHOLDER } } };
  return { query: { multi_match: { query: PLACEHOLDER, type: 'best_fields', fields } } };
}

/**
 * A search request from a file, with `{{query}}` inside strings where the query's text goes.
 * @throws CommandError for a text that is no JSON object or has no such place
 */
export function parseTemplate(text: string, file: string): BodyTemplate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`, 2);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CommandError(`${file}: not a JSON object`, 2);
  }
  if (!JSON.stringify(value).includes(PLACEHOLDER)) {
    throw new CommandError(`${file}: no string contains ${PLACEHOLDER}`, 2);
  }
  return value as BodyTemplate;
}

/** The request for one query: the first `size` hits, ids only. */
export function searchBody(template: BodyTemplate, query: string, size: number): string {
  return JSON.stringify({ ...(filled(template, query) as BodyTemplate), from: 0, size, _source: false });
}

function filled(value: unknown, query: string): unknown {
  // A function, as a replacement text would read `$&` in the query as a command.
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, () => query);
  if (Array.isArray(value)) return value.map((item) => filled(item, query));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, query)]));
}
