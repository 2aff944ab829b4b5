import type { IndexDescription } from '../../../domain/catalog.ts';
import { isSubField, isTextType, titleOf } from '../../../domain/text-fields.ts';
import type { FieldGroup } from '../../../search-api/fields-query.ts';

/** What the title adds to all fields together; 0.2 to 0.5 do much the same. */
const TITLE_BOOST = 0.3;
/** Analyzers and fields that hold parts of words. */
const PIECES = /gram|shingle|edge|prefix|char|unigram|bigram/i;
/** More fields than this cost more than they find. */
const MAX_FIELDS = 30;

export interface GroupOptions {
  readonly type: FieldGroup['type'];
  readonly tieBreaker: number;
  /** Weight of parts of words beside words. */
  readonly pieces: number;
}

/**
 * The text fields of a mapping: those of words share the words of a query, none counting more than another; the title
 * adds a little by itself; sub-fields that hold parts of words add to that, field by field. Other sub-fields say again
 * what their field says.
 */
export function defaultGroups(index: IndexDescription, options: GroupOptions): readonly FieldGroup[] {
  const texts = [...index.fields].filter(([, { type }]) => isTextType(type));
  const isPart = (name: string, analyzer: string | null): boolean =>
    PIECES.test(analyzer ?? '') || PIECES.test(name.slice(name.lastIndexOf('.') + 1));
  const words = texts.filter(([name, { analyzer }]) => !isPart(name, analyzer) && !isSubField(index, name));
  const parts = texts.filter(([name, { analyzer }]) => isPart(name, analyzer));
  const { type, tieBreaker, pieces } = options;
  const groups: FieldGroup[] = [];
  if (words.length > 0) {
    const named = words.slice(0, MAX_FIELDS).map(([name]) => name);
    groups.push({ fields: named, type, tieBreaker, boost: 1 });
  }
  const title = titleOf(words.map(([name]) => name));
  if (title !== undefined && words.length > 1) {
    groups.push({ fields: [title], type: 'best_fields', tieBreaker: 0, boost: TITLE_BOOST });
  }
  if (parts.length > 0 && pieces > 0) {
    const named = parts.slice(0, MAX_FIELDS).map(([name]) => name);
    groups.push({ fields: named, type: 'most_fields', tieBreaker: 0, boost: pieces });
  }
  return groups;
}
