/** Names of fields that say in few words what a document is. */
const TITLE = /^(title|name|headline|subject|label)s?$|_(title|name)$/i;

/** Whether a field's name says that it holds titles. */
export function isTitle(name: string): boolean {
  return TITLE.test(name);
}
