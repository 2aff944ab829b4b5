import type { IndexDescription } from './catalog.ts';

/** Names of fields that say in few words what a document is. */
const TITLE = /^(title|name|headline|subject|label)s?$|_(title|name)$/i;
/** The same, the likeliest first. */
const TITLES = ['title', 'headline', 'subject', 'name', 'label'];
const TEXT_TYPES = new Set(['text', 'match_only_text', 'search_as_you_type']);

/** Whether a field's name says that it holds titles. */
export function isTitle(name: string): boolean {
  return TITLE.test(name);
}

/** Whether fields of a mapping's type hold text that is cut into words. */
export function isTextType(type: string): boolean {
  return TEXT_TYPES.has(type);
}

/** Whether a field is another way to index the one above it: `_source` does not hold it. */
export function isSubField({ fields }: Pick<IndexDescription, 'fields'>, name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && fields.has(name.slice(0, dot));
}

/** Which of the fields says in few words what a document is. */
export function titleOf(names: readonly string[]): string | undefined {
  for (const title of TITLES) {
    const named = names.find((name) => name.toLowerCase() === title);
    if (named !== undefined) return named;
  }
  return names.find(isTitle);
}
