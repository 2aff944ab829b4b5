import type { PhrasePlan } from './plan.ts';

/** One place of a phrase walking over its positions in a document. */
interface Cursor {
  readonly positions: Int32Array;
  readonly place: number;
  /** Places that can stand on the same word, this one included, in the phrase's order. */
  readonly group: number;
  at: number;
}

/** A stretch of the document that holds the phrase; positions of its first and last word. */
export interface Window {
  /** How far the words are from standing as in the phrase. */
  readonly width: number;
  readonly first: number;
  readonly last: number;
}

/** Where the phrase would begin: equal for all places of an exact match. */
function value(cursor: Cursor): number {
  return cursor.positions[cursor.at]! - cursor.place;
}

function wordOf(cursor: Cursor): number {
  return cursor.positions[cursor.at]!;
}

function before(a: Cursor, b: Cursor): number {
  return value(a) - value(b) || a.place - b.place;
}

/** Places whose words overlap form a group; -1 where a place shares its words with no other. */
function groupsOf({ positions }: PhrasePlan): readonly number[] {
  return positions.map(({ terms }) => {
    const sharing = positions.map((other) => other.terms.some((term) => terms.includes(term)));
    return sharing.filter(Boolean).length > 1 ? sharing.indexOf(true) : -1;
  });
}

/** Lucene's SloppyPhraseMatcher over one document: each window within the slop adds 1 / (1 + its width). */
export class SloppyMatcher {
  private readonly cursors: readonly Cursor[];
  private readonly slop: number;

  constructor(places: readonly Int32Array[], plan: PhrasePlan) {
    const groups = groupsOf(plan);
    this.slop = plan.slop;
    this.cursors = places.map((positions, i) => ({
      positions,
      place: plan.positions[i]!.position,
      group: groups[i]!,
      at: 0,
    }));
  }

  frequency(): number {
    return this.windows().reduce((sum, { width }) => sum + 1 / (1 + width), 0);
  }

  /** Every window within the slop, in order; they may overlap. */
  windows(): readonly Window[] {
    const windows: Window[] = [];
    if (!this.spreadRepeats()) return windows;
    for (;;) {
      const [lowest, second] = this.cursors.toSorted(before);
      const next = value(second ?? lowest!);
      let width = this.end() - value(lowest!);
      let lead = wordOf(lowest!);
      let more = this.step(lowest!);
      while (more && value(lowest!) <= next) {
        const shorter = this.end() - value(lowest!);
        if (shorter < width) [width, lead] = [shorter, wordOf(lowest!)];
        more = this.step(lowest!);
      }
      if (width <= this.slop) windows.push(this.window(lowest!, { width, lead }));
      if (!more) return windows;
    }
  }

  private window(lowest: Cursor, { width, lead }: { width: number; lead: number }): Window {
    let [first, last] = [lead, lead];
    for (const cursor of this.cursors) {
      if (cursor === lowest) continue;
      const word = cursor.positions[Math.min(cursor.at, cursor.positions.length - 1)]!;
      [first, last] = [Math.min(first, word), Math.max(last, word)];
    }
    return { width, first, last };
  }

  private end(): number {
    return this.cursors.reduce((most, cursor) => {
      const { positions, at, place } = cursor;
      return Math.max(most, positions[Math.min(at, positions.length - 1)]! - place);
    }, Number.NEGATIVE_INFINITY);
  }

  private advance(cursor: Cursor): boolean {
    return ++cursor.at < cursor.positions.length;
  }

  /** The n-th place of a repeated word begins at the word's n-th position. */
  private spreadRepeats(): boolean {
    const seen = new Map<number, number>();
    for (const cursor of this.cursors) {
      if (cursor.group < 0) continue;
      const count = seen.get(cursor.group) ?? 0;
      seen.set(cursor.group, count + 1);
      for (let i = 0; i < count; i++) if (!this.advance(cursor)) return false;
    }
    return true;
  }

  /** Moves one place on, and whatever of its group stands on the same word then. */
  private step(cursor: Cursor): boolean {
    if (!this.advance(cursor)) return false;
    let moved = cursor;
    for (;;) {
      const other = this.colliding(moved);
      if (other === undefined) return true;
      moved = before(moved, other) < 0 ? moved : other;
      if (!this.advance(moved)) return false;
    }
  }

  private colliding(cursor: Cursor): Cursor | undefined {
    if (cursor.group < 0) return undefined;
    const word = wordOf(cursor);
    return this.cursors.find((one) => one !== cursor && one.group === cursor.group && wordOf(one) === word);
  }
}
