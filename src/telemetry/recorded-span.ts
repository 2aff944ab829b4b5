import {
  type Attributes,
  type Context,
  defaultTextMapSetter,
  type HrTime,
  type Link,
  propagation,
  type SpanContext,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { IdGenerator, ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import type { RawHeaders } from '../domain/engine.ts';
import type { SpanAttributes, SpanStart, TraceSpan } from '../domain/trace.ts';
import { traceparentOf } from '../domain/traceparent.ts';

/** What the spans of one request share. */
export interface Recording extends Pick<ReadableSpan, 'resource' | 'instrumentationScope'> {
  readonly ids: Pick<IdGenerator, 'generateSpanId'>;
  /** Attributes as the SDK's limits leave them. */
  readonly limited: (attributes: Attributes) => Attributes;
  /** Takes each part when it is over. */
  readonly ended: (part: ReadableSpan) => void;
  /** Whether spans may hold what people search for. */
  readonly showsQueryText: boolean;
  /** What else the caller handed on, such as baggage. */
  readonly caller: Context;
  /** Milliseconds since 1970 at which `performance.now()` was 0, by the clock as it stood when the request came. */
  readonly originMs: number;
}

/** How one begins: as a part of a request, or as a request itself. */
interface Begun {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  /** What it lies in; undefined where its trace begins with it. */
  readonly parent: SpanContext | undefined;
  readonly attributes: SpanAttributes;
}

/**
 * A span as exporters read it, handed on by hand: no context is ever entered. One of the SDK's would ask the sampler again,
 * copy and check the attributes twice and keep three times the memory until it is sent: ten to thirty times a search.
 */
export class RecordedSpan implements TraceSpan, ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  attributes: Attributes;
  status: SpanStatus = UNSET;
  readonly #recording: Recording;
  readonly #context: SpanContext;
  readonly #begun: number;
  #ended = -1;

  constructor(recording: Recording, { name, kind, context, parent, attributes }: Begun) {
    this.#recording = recording;
    this.#context = context;
    this.name = name;
    this.kind = kind;
    if (parent !== undefined) this.parentSpanContext = parent;
    // OpenTelemetry's types want lists that may be changed, and change none.
    this.attributes = attributes as Attributes;
    this.#begun = performance.now();
  }

  get traceId(): string {
    return this.#context.traceId;
  }

  get spanId(): string {
    return this.#context.spanId;
  }

  get traceparent(): string {
    return traceparentOf(this.#context);
  }

  begin(name: string, { kind, attributes = NO_ATTRIBUTES }: SpanStart = {}): TraceSpan {
    const parent = this.#context;
    return new RecordedSpan(this.#recording, {
      name,
      kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      context: { ...parent, spanId: this.#recording.ids.generateSpanId() },
      parent,
      attributes,
    });
  }

  set(attributes: SpanAttributes): void {
    // Never in place: many spans share theirs.
    if (!this.ended) this.attributes = { ...this.attributes, ...(attributes as Attributes) };
  }

  setQueryText(name: string, text: () => string): void {
    if (this.#recording.showsQueryText) this.set({ [name]: text().slice(0, MOST_QUERY_TEXT) });
  }

  fail(code: string): void {
    if (this.ended) return;
    this.status = FAILED;
    this.set({ 'error.type': code });
  }

  end(): void {
    if (this.ended) return;
    this.attributes = this.#recording.limited(this.attributes);
    this.#ended = performance.now();
    this.#recording.ended(this);
  }

  carriedBy(headers: RawHeaders): RawHeaders {
    const own: Record<string, string> = {};
    propagation.inject(
      trace.setSpanContext(this.#recording.caller, this.#context),
      own,
      defaultTextMapSetter,
    );
    const carried: string[] = [];
    for (let at = 0; at + 1 < headers.length; at += 2) {
      // Elasticsearch refuses a request that has the caller's beside them.
      const name = headers[at]!.toLowerCase();
      if (name !== 'traceparent' && name !== 'tracestate' && own[name] === undefined) {
        carried.push(headers[at]!, headers[at + 1]!);
      }
    }
    for (const [name, value] of Object.entries(own)) carried.push(name, value);
    return carried;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  get ended(): boolean {
    return this.#ended >= 0;
  }

  get startTime(): HrTime {
    return hrTime(this.#recording.originMs + this.#begun);
  }

  get endTime(): HrTime {
    return hrTime(this.#recording.originMs + this.#ended);
  }

  get duration(): HrTime {
    return hrTime(this.#ended - this.#begun);
  }

  get resource(): ReadableSpan['resource'] {
    return this.#recording.resource;
  }

  get instrumentationScope(): ReadableSpan['instrumentationScope'] {
    return this.#recording.instrumentationScope;
  }

  get links(): Link[] {
    return NONE;
  }

  get events(): TimedEvent[] {
    return NONE;
  }

  get droppedAttributesCount(): number {
    return 0;
  }

  get droppedEventsCount(): number {
    return 0;
  }

  get droppedLinksCount(): number {
    return 0;
  }
}

/** Characters of what is searched for: a body may hold a vector of thousands of numbers. */
const MOST_QUERY_TEXT = 4096;

const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };
const FAILED: SpanStatus = { code: SpanStatusCode.ERROR };
const NO_ATTRIBUTES: SpanAttributes = {};
const NONE: never[] = [];

/** Seconds and nanoseconds. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.floor((ms - seconds * 1000) * 1e6)];
}
