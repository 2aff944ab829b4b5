/** What a W3C `traceparent` names. */
export interface NamedSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Bit 0: its trace is recorded. */
  readonly traceFlags: number;
}

/** Names a span to another process. */
export function traceparentOf({ traceId, spanId, traceFlags }: NamedSpan): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** What was written by {@link traceparentOf}; undefined for anything else. */
export function namedBy(traceparent: string): NamedSpan | undefined {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}
