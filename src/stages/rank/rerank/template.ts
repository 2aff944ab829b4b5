import type { IndexDescription } from '../../../domain/catalog.ts';
import { isSubField, isTextType, isTitle } from '../../../domain/text-fields.ts';
import { GatewayError } from '../../../errors.ts';
import { fieldText } from '../../../text/field-text.ts';
import { bestPassage } from './passage.ts';

/** How a document is put before a model: text with the fields' values in it. */
export interface TextTemplate {
  /** Paths of `_source`. */
  readonly fields: readonly string[];
  /**
   * @param keys case-folded words of the query, which the best passage of a long field is about
   * @param longest of a field and of all; what a cross-encoder can read unless given
   */
  fill(fields: Readonly<Record<string, unknown>>, keys: readonly string[], longest?: Longest): string;
}

/** UTF-16 units. */
export interface Longest {
  readonly field: number;
  readonly text: number;
}

/** Our cross-encoders read 96 tokens of query and text: a field may not fill them alone. */
const OF_PAIRS: Longest = { field: 200, text: 600 };

/**
 * Reads `{title} {brand:40}`: names in braces are paths of fields, with the most UTF-16 units that are read of each;
 * everything else stands as it is.
 * @throws GatewayError `config_invalid` when a brace is not closed, a length is none, or no field is named
 */
export function parseTemplate(template: string): TextTemplate {
  const parsed = readTemplate(template);
  if (parsed !== undefined) return parsed;
  throw new GatewayError(
    'config_invalid',
    `template ${JSON.stringify(template)}: write fields in braces, as in "{title} {brand}", or "{title} {brand:40}" for 40 characters of it at most`,
  );
}

interface Place {
  readonly path: string;
  readonly longest: number;
}

function readTemplate(template: string): TextTemplate | undefined {
  // Texts and names in turn: "{a} b {c}" is "", a, " b ", c, "".
  const parts = template.split(/\{([^{}]*)\}/);
  const places = parts.map((part, at): Place | undefined => (at % 2 === 0 ? undefined : placeIn(part)));
  const fields = places.flatMap((place) => place?.path ?? []);
  const literals = parts.filter((_, at) => at % 2 === 0).join('');
  const areNames = fields.length === (parts.length - 1) / 2;
  if (/[{}]/.test(literals) || fields.length === 0 || !areNames) return undefined;
  return {
    fields: [...new Set(fields)],
    fill: (values, keys, longest = OF_PAIRS) =>
      places
        .map((place, at) => {
          if (place === undefined) return parts[at];
          return bestPassage(fieldText(values[place.path]), keys, Math.min(place.longest, longest.field));
        })
        .join('')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, longest.text),
  };
}

/** A field with the length behind its name, if there is one; undefined for what is no name, or no length. */
function placeIn(written: string): Place | undefined {
  const [, path = '', length] = /^(.*?)(?::(\d+))?$/s.exec(written) ?? [];
  const longest = length === undefined ? Infinity : Number(length);
  const isName = path !== '' && path.trim() === path && !path.endsWith(':');
  return isName && longest > 0 ? { path, longest } : undefined;
}

/** Fields that name few things and are worth reading beside a title. */
const NAMES = /^(brand|category|author|artist|director|genre|maker|manufacturer|tags?|type)s?$/i;
/** Numbers that tell things of one title apart. */
const YEARS = /^(release|production|model)?_?year$/i;
/** Fields of running text: they come last, and take what room there is. */
const LONG = /^(text|body|content|description|overview|summary|abstract|plot|synopsis|details)$/i;
const MAX_FIELDS = 8;
const LONGEST_NAME = 40;
const LONGEST_OTHER = 60;

const found = new WeakMap<IndexDescription, TextTemplate | null>();

/**
 * The template of an index: the one that its mapping's `_meta.relevance.template` gives, else its title, what names
 * its kind, and its other texts, eight at most. Undefined where nothing is known that could be read.
 */
export function templateOf(index: IndexDescription | undefined): TextTemplate | undefined {
  if (index === undefined) return undefined;
  const known = found.get(index);
  if (known !== undefined) return known ?? undefined;
  const { template } = index.meta as { readonly template?: unknown };
  const own = typeof template === 'string' ? readTemplate(template) : undefined;
  const usual = own === undefined ? templateFromFields(index) : undefined;
  const chosen = own ?? (usual === undefined ? undefined : readTemplate(usual));
  found.set(index, chosen ?? null);
  return chosen;
}

/**
 * The template that an index has whose mapping gives none: title, year, some of what names its kind and of other texts, and
 * running text last; undefined where it has no text.
 */
export function templateFromFields(index: Pick<IndexDescription, 'fields'>): string | undefined {
  const fields = [...index.fields].filter(([path]) => !isSubField(index, path));
  const paths = fields.map(([path]) => path);
  const texts = fields.filter(([, { type }]) => isTextType(type)).map(([path]) => path);
  const titles = texts.filter(isTitle);
  const years = paths.filter((path) => YEARS.test(path));
  const names = paths.filter((path) => NAMES.test(path));
  const long = texts.filter((path) => LONG.test(path));
  const placed = new Set([...titles, ...names, ...long]);
  const others = texts.filter((path) => !placed.has(path));
  if (texts.length + names.length === 0) return undefined;
  const ahead = [
    ...titles,
    ...years,
    ...names.filter((path) => !titles.includes(path)).map((path) => `${path}:${LONGEST_NAME}`),
    ...others.map((path) => `${path}:${LONGEST_OTHER}`),
  ];
  const room = Math.max(1, MAX_FIELDS - long.length);
  return [...ahead.slice(0, room), ...long]
    .slice(0, MAX_FIELDS)
    .map((field) => `{${field}}`)
    .join(' ');
}
