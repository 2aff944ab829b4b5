type Source = Readonly<Record<string, unknown>> | null;

const TITLES = ['title', 'name', 'headline', 'subject', 'label'];
const MAX_DETAILS = 4;
const MAX_DETAIL_CHARACTERS = 20;
/** Prose, however short: the next hit's is longer, and would seem to lack a field. */
const SENTENCE = /[.!?。！？]$/;

/** What a document is called: its title by the usual names, else its first text, else its id. */
export function titleOf(source: Source, id: string): string {
  if (source === null) return id;
  const named = TITLES.map((name) => source[name]).find(isText);
  return named ?? Object.values(source).find(isText) ?? id;
}

/** A few short fields besides the title, to tell documents apart by. */
export function detailsOf(source: Source, id: string): readonly (readonly [name: string, value: string])[] {
  const title = titleOf(source, id);
  return Object.entries(source ?? {})
    .flatMap(([name, value]): [string, string][] => {
      if (!isPlain(value) || value === title) return [];
      // A bare number or `true` says nothing.
      const text = typeof value === 'string' ? value : `${name} ${value}`;
      return text === '' || text.length > MAX_DETAIL_CHARACTERS || SENTENCE.test(text) ? [] : [[name, text]];
    })
    .slice(0, MAX_DETAILS);
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
