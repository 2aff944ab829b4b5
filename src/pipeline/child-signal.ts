import type { StageContext } from './stage.ts';

/**
 * A signal of its own that also aborts with its parent: what `AbortSignal.any([parent, own])` gives, made when it is first
 * read. Most stages never read theirs, and a signal is costly where there are two a stage and thirty a search: Node builds
 * it such that a young collection takes all it refers to for alive, and then takes milliseconds instead of tenths
 * (Node 20, `bench/improved-search.mjs`).
 */
export class ChildSignal {
  readonly #parent: { readonly signal: AbortSignal };
  #own: AbortController | undefined;
  #early: { readonly reason: unknown } | undefined;

  /** @param parent whose signal is read when this one's is */
  constructor(parent: { readonly signal: AbortSignal }) {
    this.#parent = parent;
  }

  get signal(): AbortSignal {
    if (this.#own === undefined) {
      const { signal: parent } = this.#parent;
      this.#own = new AbortController();
      if (this.#early !== undefined) this.#own.abort(this.#early.reason);
      else if (parent.aborted) this.#own.abort(parent.reason);
      else parent.addEventListener('abort', this.#follow);
    }
    return this.#own.signal;
  }

  abort(reason: unknown): void {
    this.#early ??= { reason };
    this.#own?.abort(reason);
  }

  /** Forgets the parent: to be called when the work is over, or the parent holds on to it for as long as it lives. */
  release(): void {
    if (this.#own !== undefined) this.#parent.signal.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => this.#own?.abort(this.#parent.signal.reason);
}

/**
 * A stage's context with another signal. A class, because an object with a getter of its own would be one more shape for
 * the engine, which it keeps, and everything in it, until the next full collection.
 */
export class ContextUnder implements StageContext {
  readonly request;
  readonly index;
  readonly context;
  readonly span;
  readonly meter;
  readonly window;
  readonly fields;
  readonly send;
  readonly preference;
  readonly search;
  readonly count;
  readonly hits;
  readonly deliver;
  readonly degrade;
  readonly waited;
  readonly note;
  readonly #own: ChildSignal;

  constructor(ctx: StageContext, own: ChildSignal) {
    this.request = ctx.request;
    this.index = ctx.index;
    this.context = ctx.context;
    this.span = ctx.span;
    this.meter = ctx.meter;
    this.window = ctx.window;
    this.fields = ctx.fields;
    this.send = ctx.send;
    this.preference = ctx.preference;
    this.search = ctx.search;
    this.count = ctx.count;
    this.hits = ctx.hits;
    this.deliver = ctx.deliver;
    this.degrade = ctx.degrade;
    this.waited = ctx.waited;
    this.note = ctx.note;
    this.#own = own;
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }
}
