/** Queries whose members are named by fields. */
const BY_FIELD = new Set(
  'term terms terms_set match match_phrase match_phrase_prefix match_bool_prefix prefix range wildcard regexp fuzzy intervals span_term geo_distance geo_bounding_box linear exp gauss'.split(
    ' ',
  ),
);
/** Members of such queries that are no fields. */
const OPTIONS = new Set(['boost', '_name', 'distance', 'decay', 'multi_value_mode', 'validation_method']);
/** Members that hold names of fields, or a list of them. */
const NAMING = new Set(['field', 'fields', 'default_field', 'path']);
/** `field:` where no letter or backslash stands before it. */
const IN_QUERY_STRING = /(?<![\w.\\])([A-Za-z_][\w.-]*):/g;

/** The fields that a query in the engine's JSON, or in query string syntax, looks in; patterns are left out. */
export function queriedFields(raw: string): readonly string[] {
  const fields = raw.trimStart().startsWith('{')
    ? ofJson(parsed(raw))
    : [...raw.replaceAll(/"[^"]*"/g, '""').matchAll(IN_QUERY_STRING)].map(([, field = '']) => field);
  return [...new Set(fields)].filter((field) => field !== '' && !/[*%]|^_/.test(field));
}

/** A parameter `%%name%%` may stand for a whole value. */
function parsed(raw: string): unknown {
  for (const value of ['x', '0', '"x"']) {
    try {
      return JSON.parse(raw.replaceAll(/%%.*?%%/gs, value)) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function ofJson(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(ofJson);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if (NAMING.has(name))
      return [member].flat().flatMap((one) => (typeof one === 'string' ? [plain(one)] : []));
    if (!BY_FIELD.has(name) || typeof member !== 'object' || member === null) return ofJson(member);
    return Object.keys(member).filter((key) => !OPTIONS.has(key));
  });
}

/** Without its weight: `title^2`. */
function plain(field: string): string {
  return field.replace(/\^[\d.]+$/, '');
}
