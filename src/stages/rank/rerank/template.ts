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

/** Our cross-encoders read 64 tokens of query and text: a field may not fill them alone. */
const OF_PAIRS: Longest = { field: 200, text: 600 };

/**
 * Reads `{title} {brand}`: names in braces are paths of fields, everything else stands as it is.
 * @throws GatewayError `config_invalid` when a brace is not closed or no field is named
 */
export function parseTemplate(template: string): TextTemplate {
  const parsed = readTemplate(template);
  if (parsed !== undefined) return parsed;
  throw new GatewayError(
    'config_invalid',
    `template ${JSON.stringify(template)}: write fields in braces, as in "{title} {brand}"`,
  );
}

function readTemplate(template: string): TextTemplate | undefined {
  // Texts and names in turn: "{a} b {c}" is "", a, " b ", c, "".
  const parts = template.split(/\{([^{}]*)\}/);
  const fields = parts.filter((_, at) => at % 2 === 1);
  const literals = parts.filter((_, at) => at % 2 === 0).join('');
  const areNames = fields.every((name) => name !== '' && name.trim() === name);
  if (/[{}]/.test(literals) || fields.length === 0 || !areNames) return undefined;
  return {
    fields: [...new Set(fields)],
    fill: (values, keys, longest = OF_PAIRS) =>
      parts
        .map((part, at) => (at % 2 === 0 ? part : bestPassage(fieldText(values[part]), keys, longest.field)))
        .join('')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, longest.text),
  };
}

/** Fields that name few things and are worth reading beside a title. */
const NAMES = /^(brand|category|author|artist|director|genre|maker|manufacturer|tags?|type)s?$/i;
const MAX_FIELDS = 4;

const found = new WeakMap<IndexDescription, TextTemplate | null>();

/**
 * The template of an index: the one that its mapping's `_meta.relevance.template` gives, else its title, what names
 * its kind, and its other texts, the first four. Undefined where nothing is known that could be read.
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

/** The template that an index has whose mapping gives none; undefined where it has no text. */
export function templateFromFields(index: Pick<IndexDescription, 'fields'>): string | undefined {
  const fields = [...index.fields].filter(([path]) => !isSubField(index, path));
  const texts = fields.filter(([, { type }]) => isTextType(type)).map(([path]) => path);
  const names = fields.map(([path]) => path).filter((path) => NAMES.test(path));
  const chosen = [...new Set([...texts.filter(isTitle), ...names, ...texts])].slice(0, MAX_FIELDS);
  return chosen.length === 0 ? undefined : chosen.map((path) => `{${path}}`).join(' ');
}
