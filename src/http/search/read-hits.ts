/** A hit as the engine wrote it, read for people. */
export interface ReadHit {
  readonly index: string;
  readonly id: string;
  readonly score: number | null;
  readonly source: Readonly<Record<string, unknown>> | null;
}

export interface ReadHits {
  readonly total: number | null;
  readonly hits: readonly ReadHit[];
  /** What the engine says is wrong; null where it says nothing. */
  readonly error: string | null;
}

interface RawAnswer {
  readonly error?: string | { readonly reason?: string };
  readonly hits?: {
    readonly total?: { readonly value: number } | number;
    readonly hits?: readonly {
      readonly _index: string;
      readonly _id: string;
      readonly _score: number | null;
      readonly _source?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** The hits of an answer to `_search`; none where it is no such answer. */
export function readHits(answer: Buffer): ReadHits {
  const { hits, error } = parsed(answer);
  const total = hits?.total;
  return {
    total: typeof total === 'number' ? total : (total?.value ?? null),
    hits: (hits?.hits ?? []).map(({ _index: index, _id: id, _score: score, _source: source = null }) => ({
      index,
      id,
      score,
      source,
    })),
    error: typeof error === 'string' ? error : (error?.reason ?? null),
  };
}

/** What stands between may answer with something else than JSON. */
function parsed(answer: Buffer): RawAnswer {
  try {
    return (JSON.parse(answer.toString()) ?? {}) as RawAnswer;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
