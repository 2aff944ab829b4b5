/** What a page is shown with: its part of the address. */
export type PageParameters = Readonly<Record<string, string>>;

/** Where the reader is. All of it stands in the address, so that a link shows somebody else the same. */
export interface Location {
  /** First segment after the `#/`; empty where there is none. */
  readonly page: string;
  readonly parameters: PageParameters;
}

/** @param hash as `location.hash` gives it, `#/why?q=…` */
export function parseHash(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s, 2);
  return { page: path, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a page; parameters that are empty are left out. */
export function hashOf(page: string, parameters: Readonly<Record<string, string | undefined>> = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(key, value);
  }
  const text = query.toString();
  return `#/${page}${text === '' ? '' : `?${text}`}`;
}
