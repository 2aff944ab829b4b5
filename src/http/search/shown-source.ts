type Source = Readonly<Record<string, unknown>>;

/** Members that are shown where none are asked for. */
const FEW = 8;
const CHARACTERS = 300;
const ITEMS = 10;
const DEPTH = 3;

/**
 * A few fields of a document, for a person to tell it by: those that were asked for, by key or by path, else the first
 * ones. Long texts and lists are cut.
 */
export function shownSource(source: Source | null, fields: readonly string[] | undefined): Source | null {
  if (source === null) return null;
  const wanted: readonly (readonly [string, unknown])[] =
    fields === undefined
      ? Object.entries(source).slice(0, FEW)
      : fields.map((path) => [path, valueAt(source, path)]);
  return Object.fromEntries(
    wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, cut(value, DEPTH)]])),
  );
}

/** A key may hold dots itself; else they part the path. */
function valueAt(source: unknown, path: string): unknown {
  if (typeof source !== 'object' || source === null) return undefined;
  if (Object.hasOwn(source, path)) return (source as Source)[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const head = path.slice(0, dot);
  return Object.hasOwn(source, head) ? valueAt((source as Source)[head], path.slice(dot + 1)) : undefined;
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    // No half of a surrogate pair.
    const start = value.slice(0, CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
    return value.length <= CHARACTERS ? value : `${start}…`;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS).map((item) => cut(item, depth - 1));
    return value.length > ITEMS ? [...items, '…'] : items;
  }
  const members = Object.entries(value).slice(0, ITEMS);
  return Object.fromEntries(members.map(([name, inner]) => [name, cut(inner, depth - 1)]));
}
