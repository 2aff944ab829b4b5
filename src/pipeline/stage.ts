import type { Candidate } from '../domain/candidate.ts';
import type { IndexDescription } from '../domain/catalog.ts';
import type { DegradeReason } from '../domain/degraded.ts';
import type { EngineAnswer } from '../domain/engine.ts';
import type { Query } from '../domain/query.ts';
import type { AskedAsCaller } from '../domain/search.ts';
import type { SearchMeter } from '../domain/search-meter.ts';
import type { SearchRequest } from '../domain/search-request.ts';
import type { TraceSpan } from '../domain/trace.ts';

/** What a stage may know of the search it works on, besides the values it is handed. Its functions need no `this`. */
export interface StageContext extends AskedAsCaller {
  readonly request: SearchRequest;
  readonly index: IndexDescription | undefined;
  /** Key-value pairs of `Relevance-Context`. */
  readonly context: ReadonlyMap<string, string>;
  /** Aborts when the caller has gone or the stage's deadline has passed. */
  readonly signal: AbortSignal;
  /**
   * The stage's own span, where the trace of the request is recorded. What the stage asks for is a part of it, unless another
   * span is named; work that the stage wants to see by itself begins one.
   */
  readonly span: TraceSpan | undefined;
  /** How many candidates a retriever is to bring; 0: no rank stage wants more than the page that was asked for. */
  readonly window: number;
  /** Paths of the `_source` fields that rank stages read; candidates bring those that their caller may see. */
  readonly fields: readonly string[];
  /** A value of `preference` that keeps all that is asked for this search on the same copies of the shards. */
  readonly preference: () => string;
  /**
   * Hands over leg 1's answer, which owns totals, aggregations and all that is not the order of hits, and how many hits
   * it says there are.
   */
  readonly deliver: (answer: EngineAnswer, found: number) => void;
  /**
   * Names this stage in `Relevance-Status` as degraded: it did its work, but less of it than it should. Why is counted, `less`
   * unless given; `no_time` of a stage that ranks by a model has models left out for a while.
   */
  readonly degrade: (why?: DegradeReason) => void;
  /**
   * Tells for which share of its time this stage waited while a model was busy with others, 0..1: where that is much,
   * models are left out for a while.
   */
  readonly waited: (share: number) => void;
  /** Counts what becomes of callers' searches; of any other it counts nothing. */
  readonly meter: SearchMeter;
  /** Adds a line to the explain tree; JSON-like values only. */
  readonly note: (value: unknown) => void;
}

/** What all stages have. */
interface Named {
  readonly name: string;
  /** `skip`: the search goes on without the stage; `fail`: the caller gets the answer to their own request. */
  readonly onError: 'skip' | 'fail';
  /** Milliseconds after which the search goes on without it, unless the configuration says otherwise. */
  readonly deadlineMs?: number;
}

/** A search, as far as stages may say whether they take part in it. */
export type Asked = Pick<StageContext, 'request' | 'index' | 'context'>;

/** Understands or rewrites. */
export interface QueryStage extends Named {
  readonly kind: 'query';
  /** Set where it reads words: it also reads those of a query that is relaxed to other words than were typed. */
  readonly rereads?: true;
  /** Gives the query as it understands it: the same one where it has nothing to change, never one changed in place. */
  run(query: Query, ctx: StageContext): Query | Promise<Query>;
}

/**
 * Finds documents. A pipeline's first one is leg 1: it delivers the answer that the search cannot do without. The
 * others take part only where some rank stage has a window to put their candidates into.
 */
export interface RetrieveStage extends Named {
  readonly kind: 'retrieve';
  /** Set where what it finds need not have a word of the query. */
  readonly byMeaning?: true;
  /** Whether it has anything to look for in this search; asked once, of all but leg 1. Absent: always. */
  applies?(query: Query, search: Asked): boolean;
  /** Gives at most `ctx.window` candidates, the best first. */
  run(query: Query, ctx: StageContext): Promise<readonly Candidate[]>;
}

/** Orders them. Its candidates are the window: found by any leg, each once, leg 1's first and in its order. */
export interface RankStage extends Named {
  readonly kind: 'rank';
  /** How many candidates it wants to see; the greatest of a pipeline's is its window. None or 0: the page will do. */
  readonly depth?: number;
  /** Set where it asks a model: it is the first that is left out when there is too much to do. */
  readonly asksModel?: true;
  /** Set where its work is to bring several legs together: with one leg alone it has none. */
  readonly fuses?: true;
  /**
   * Whether it has anything to do in this search, behind the rank stages of these names, which have. Absent: always.
   */
  applies?(query: Query, search: Asked, behind: readonly string[]): boolean;
  /** Whether it has a use for what a leg finds for a query; one that nobody has a use for is not asked. Absent: it has. */
  wants?(query: Query, leg: string): boolean;
  /** Paths of the `_source` fields that it reads of the documents of an index; asked once a search, so keep it cheap. */
  reads?(index: IndexDescription | undefined): readonly string[];
  /** Gives them in its order; what it leaves out is not shown among them. */
  run(
    candidates: readonly Candidate[],
    query: Query,
    ctx: StageContext,
  ): readonly Candidate[] | Promise<readonly Candidate[]>;
}

/** A query that asks for less. */
export interface Relaxed {
  /** How, for `Relevance-Status`. */
  readonly name: string;
  readonly query: Query;
  /** Words that it does without, for explain. */
  readonly dropped?: readonly string[];
}

/** Has the text of a query understood anew, without a look at what was understood of it before. */
export type Reread = (query: Query) => Promise<Query>;

/** Says what to ask instead where leg 1 finds too little. The runner asks, one after the other. */
export interface RelaxStage extends Named {
  readonly kind: 'relax';
  /** Fewer hits are too few, ≥ 1. */
  readonly below: number;
  /** Milliseconds after which nothing further is asked. */
  readonly budgetMs: number;
  /** How it is told that nothing was found by words and what is shown was found by meaning alone; null: not at all. */
  readonly meaning: string | null;
  /**
   * What to ask, in order; at most a few.
   * @param reread the query as the stages that read words understand its text
   */
  run(query: Query, ctx: StageContext, reread: Reread): Promise<readonly Relaxed[]>;
}

/** One step of a pipeline. */
export type Stage = QueryStage | RetrieveStage | RelaxStage | RankStage;

/** Wraps every run of every stage: spans, deadlines, fallbacks and notes are layers of one onion. */
export type Around = <T>(
  stage: Stage,
  ctx: StageContext,
  next: (ctx: StageContext) => Promise<T>,
) => Promise<T>;
