import type { TraceSpan } from '../domain/trace.ts';
import type { ChildSignal } from './child-signal.ts';
import type { StageContext } from './stage.ts';

/** What a context within another has of its own; all else is the other's. */
export interface Own {
  readonly signal?: ChildSignal;
  /** Whatever is asked for by the context is a part of this. */
  readonly span?: TraceSpan;
}

/**
 * A stage's context with a signal or a span of its own. There are two a stage and fifty a search, and of most little is
 * read: nothing is copied. A class, because an object with a getter of its own would be one more shape for the engine,
 * which it keeps, and everything in it, until the next full collection; and one for both, so that a search whose trace is
 * recorded is the same shapes to the engine as one whose is not.
 */
export class ContextWithin implements StageContext {
  readonly #ctx: StageContext;
  readonly #signal: ChildSignal | undefined;
  readonly #span: TraceSpan | undefined;

  constructor(ctx: StageContext, own: Own) {
    this.#ctx = ctx;
    this.#signal = own.signal;
    this.#span = own.span;
  }

  get signal(): AbortSignal {
    return this.#signal === undefined ? this.#ctx.signal : this.#signal.signal;
  }

  get span(): TraceSpan | undefined {
    return this.#span ?? this.#ctx.span;
  }

  get send(): StageContext['send'] {
    const { send } = this.#ctx;
    const span = this.#span;
    return span === undefined ? send : (body, queryString, own = span) => send(body, queryString, own);
  }

  get search(): StageContext['search'] {
    const { search } = this.#ctx;
    const span = this.#span;
    return span === undefined ? search : (leg) => search({ ...leg, span: leg.span ?? span });
  }

  get count(): StageContext['count'] {
    const { count } = this.#ctx;
    const span = this.#span;
    return span === undefined ? count : (texts, signal, own = span) => count(texts, signal, own);
  }

  get hits(): StageContext['hits'] {
    const { hits } = this.#ctx;
    const span = this.#span;
    return span === undefined
      ? hits
      : (query, atMost, signal, own = span) => hits(query, atMost, signal, own);
  }

  get request(): StageContext['request'] {
    return this.#ctx.request;
  }

  get index(): StageContext['index'] {
    return this.#ctx.index;
  }

  get context(): StageContext['context'] {
    return this.#ctx.context;
  }

  get window(): number {
    return this.#ctx.window;
  }

  get fields(): StageContext['fields'] {
    return this.#ctx.fields;
  }

  get preference(): StageContext['preference'] {
    return this.#ctx.preference;
  }

  get deliver(): StageContext['deliver'] {
    return this.#ctx.deliver;
  }

  get degrade(): StageContext['degrade'] {
    return this.#ctx.degrade;
  }

  get waited(): StageContext['waited'] {
    return this.#ctx.waited;
  }

  get meter(): StageContext['meter'] {
    return this.#ctx.meter;
  }

  get note(): StageContext['note'] {
    return this.#ctx.note;
  }
}
