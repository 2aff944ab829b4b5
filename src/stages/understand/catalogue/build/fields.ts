import { isTitle } from '../../../../domain/text-fields.ts';
import { WORDS } from '../../../../domain/word-fields.ts';
import type { CatalogueCollector } from './collector.ts';

/** The mapping of a field, as Elasticsearch writes it, as far as it matters here. */
export interface FieldMapping {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FieldMapping>>;
  readonly fields?: Readonly<Record<string, FieldMapping>>;
}

/** Which fields of documents are read, by full path in the source. */
export interface CatalogueFields {
  /** Their words and phrases count. */
  readonly texts: readonly string[];
  /** Their values name something: a brand, a category, a colour. */
  readonly names: readonly string[];
}

const TEXTS = new Set(['text', 'match_only_text', 'search_as_you_type']);
const NAMES = new Set(['keyword', 'constant_keyword', 'flattened']);

/** The fields of mappings: texts, and those whose values are kept whole (a keyword, or a text with one beside it). */
export function fieldsOf(mappings: readonly FieldMapping[]): CatalogueFields {
  const found = mappings.flatMap((mapping) => fieldsIn(mapping, ''));
  const named = (is: (field: FieldMapping) => boolean): readonly string[] => [
    ...new Set(found.flatMap(([name, field]) => (is(field) ? [name] : []))),
  ];
  return { texts: named(({ type = '' }) => TEXTS.has(type)), names: named(holdsNames) };
}

function fieldsIn(
  { properties = {} }: FieldMapping,
  prefix: string,
): readonly (readonly [string, FieldMapping])[] {
  return Object.entries(properties).flatMap(([key, field]) =>
    // What the gateway cut out of other fields would count them twice.
    prefix + key === WORDS ? [] : [[prefix + key, field] as const, ...fieldsIn(field, `${prefix}${key}.`)],
  );
}

function holdsNames({ type = '', fields = {} }: FieldMapping): boolean {
  return (
    NAMES.has(type) || (TEXTS.has(type) && Object.values(fields).some((field) => NAMES.has(field.type ?? '')))
  );
}

/** Counts a document of an index. */
export function collectDocument(
  collector: CatalogueCollector,
  source: unknown,
  { texts, names }: CatalogueFields,
): void {
  collector.document(
    texts.flatMap((path) => textsAt(source, path)),
    names.flatMap((path) => textsAt(source, path).map((text) => [path, text] as const)),
    [...new Set([...texts, ...names])]
      .filter((path) => isTitle(path.slice(path.lastIndexOf('.') + 1)))
      .flatMap((path) => textsAt(source, path)),
  );
}

/** The texts of a field in a document's source; arrays and objects on the way are gone through. */
export function textsAt(source: unknown, path: string): readonly string[] {
  if (Array.isArray(source)) return source.flatMap((item) => textsAt(item, path));
  if (path === '') return leaves(source);
  if (typeof source !== 'object' || source === null) return [];
  // A document may write `a.b` as one key or as two.
  return Object.entries(source).flatMap(([key, value]) => {
    if (key === path) return textsAt(value, '');
    return path.startsWith(`${key}.`) ? textsAt(value, path.slice(key.length + 1)) : [];
  });
}

/** Of a value, or of everything inside of it: fields of type `flattened` hold objects. */
function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
