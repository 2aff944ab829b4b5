import { fault, isObject, jsonObject } from '../lines.ts';
import { sameQuery } from '../spelling.ts';
import type { Judgment, Judgments } from './judgments.ts';

export interface ClickModel {
  /** Names of actions that show a document, and of those that choose one. */
  readonly impressions: ReadonlySet<string>;
  readonly clicks: ReadonlySet<string>;
  /** Pairs that were shown less often have no judgment. */
  readonly minImpressions: number;
}

/** A document on the page of one search. */
interface Shown {
  readonly query: string;
  readonly document: string;
  /** Place on the page as the log counts it; `?` where it does not say. */
  position: string;
  clicked: boolean;
}

/**
 * So many clicks are added to both sides of the ratio, so that a pair that was hardly shown stays near 1: as
 * expected.
 */
const PRIOR = 1;

/**
 * A log of searches and events in the shape of User Behavior Insights (UBI), as judgments. Higher places are clicked
 * more whatever stands there, so clicks are set against those that a document would have had at its places on an
 * average page: clicks over expected clicks (COEC; Zhang and Jones 2007), with a prior. A rating of 1 says "clicked
 * as often as anything at these places".
 */
export class ClickLog {
  readonly #model: ClickModel;
  /** By search and document: a page is counted once, however often it was logged. */
  readonly #shown = new Map<string, Shown>();
  /** Texts by the id of their search. */
  readonly #searches = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  #skipped = 0;

  constructor(model: ClickModel) {
    this.#model = model;
  }

  /** Events of the two kinds that could not be used: without a search, a query or a document. */
  get skipped(): number {
    return this.#skipped;
  }

  /**
   * Takes a line: an event, a search, one of them as a search hit, or the line before one in a bulk file.
   * @throws GatewayError `bad_request` naming the place
   */
  add(line: string, place: string): void {
    const object = jsonObject(line, place);
    if (isBulkAction(object)) return;
    const record = isObject(object['_source']) ? object['_source'] : object;
    const { action_name: action, query_id: search, user_query: query } = record;
    if (typeof action === 'string') this.#event(action, record);
    else if (typeof search === 'string' && typeof query === 'string') this.#searches.set(search, query);
    else throw fault(place, 'neither an event ("action_name") nor a search ("query_id", "user_query")');
  }

  #event(action: string, record: Readonly<Record<string, unknown>>): void {
    const clicked = this.#model.clicks.has(action);
    if (!clicked && !this.#model.impressions.has(action)) return;
    const { query_id: search, user_query: own, event_attributes: attributes } = record;
    const { object, position } = isObject(attributes) ? attributes : {};
    const document = isObject(object) ? object['object_id'] : undefined;
    const ordinal = isObject(position) ? position['ordinal'] : undefined;
    const typed = typeof own === 'string' ? own : this.#searches.get(String(search));
    if (
      typeof search !== 'string' ||
      typeof document !== 'string' ||
      typed === undefined ||
      typed.trim() === ''
    ) {
      this.#skipped += 1;
      return;
    }
    const query = sameQuery(typed);
    if (!this.#texts.has(query)) this.#texts.set(query, typed.trim());
    const key = JSON.stringify([search, query, document]);
    const where = typeof ordinal === 'number' ? String(ordinal) : '?';
    const seen = this.#shown.get(key);
    // A click says that the document was shown, whether or not that was logged.
    if (seen === undefined) this.#shown.set(key, { query, document, position: where, clicked });
    else {
      seen.clicked ||= clicked;
      if (seen.position === '?') seen.position = where;
    }
  }

  /** Queries by how often they were searched for, with the ratings of what they showed. */
  judgments(): Judgments {
    const rates = this.#clickRates();
    const pairs = new Map<
      string,
      { query: string; document: string; shown: number; clicks: number; expected: number }
    >();
    for (const { query, document, position, clicked } of this.#shown.values()) {
      const key = JSON.stringify([query, document]);
      const pair = pairs.get(key) ?? { query, document, shown: 0, clicks: 0, expected: 0 };
      pairs.set(key, pair);
      pair.shown += 1;
      pair.clicks += clicked ? 1 : 0;
      pair.expected += rates.get(position) ?? 0;
    }
    const judgments: Judgment[] = [...pairs.values()]
      .filter(({ shown }) => shown >= this.#model.minImpressions)
      .map(({ query, document, clicks, expected }) => ({
        query: this.#texts.get(query) ?? query,
        document,
        // Sums of shares end in noise, and 1 is where grades begin.
        rating: Number(((clicks + PRIOR) / (expected + PRIOR)).toFixed(6)),
      }));
    return { queries: [...new Set(judgments.map(({ query }) => query))], judgments };
  }

  /** The share of documents at each place that is clicked, over all searches. */
  #clickRates(): ReadonlyMap<string, number> {
    const counts = new Map<string, { shown: number; clicks: number }>();
    for (const { position, clicked } of this.#shown.values()) {
      const count = counts.get(position) ?? { shown: 0, clicks: 0 };
      counts.set(position, count);
      count.shown += 1;
      count.clicks += clicked ? 1 : 0;
    }
    return new Map([...counts].map(([position, { shown, clicks }]) => [position, clicks / shown]));
  }
}

/** `{"index": {"_index": "ubi_events", …}}` */
function isBulkAction(object: Readonly<Record<string, unknown>>): boolean {
  const [key = '', ...rest] = Object.keys(object);
  return rest.length === 0 && ['index', 'create'].includes(key) && isObject(object[key]);
}
