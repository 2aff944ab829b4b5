import { createStore } from './store.ts';

/** What the reader proves themself with; kept until the tab is closed, sent in headers only. */
export interface Access {
  /** Of the admin port; empty: none. */
  readonly token: string;
  /** `Authorization` for Elasticsearch, as its clients send it; empty: none. */
  readonly authorization: string;
}

const KEY = 'relevance-access';
const NOTHING: Access = { token: '', authorization: '' };

export const access = createStore<Access>(read());
/** Whether the gateway refused what was given, and it has to be asked for. */
export const accessRefused = createStore(false);

/** Forgets them where both are empty. */
export function keepAccess(given: Access): void {
  if (given.token === '' && given.authorization === '') sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(given));
  accessRefused.set(false);
  access.set(given);
}

function read(): Access {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? NOTHING : { ...NOTHING, ...(JSON.parse(kept) as Partial<Access>) };
}
