import { isSpanContextValid, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { tracing } from '@opentelemetry/sdk-node';

/**
 * Decides whether a request is traced before anything is made for it: by the sampler that decides on its span, for the
 * trace that the span then belongs to, so that both say the same. What is not recorded costs this decision.
 */
export class EarlySampling implements tracing.IdGenerator {
  readonly #sampler: tracing.Sampler;
  readonly #random = new tracing.RandomIdGenerator();
  /** Of a request that begins a trace, until its span takes it. */
  #decided: string | undefined;

  constructor(sampler: tracing.Sampler) {
    this.#sampler = sampler;
  }

  /** @param rawHeaders of the request, as they came */
  isDropped(rawHeaders: readonly string[]): boolean {
    const parent = parentOf(rawHeaders);
    const known = trace.getSpanContext(parent);
    const isRoot = known === undefined || !isSpanContextValid(known);
    const traceId = isRoot ? this.#random.generateTraceId() : known.traceId;
    const { decision } = this.#sampler.shouldSample(parent, traceId, '', SpanKind.SERVER, {}, []);
    const isDropped = decision === tracing.SamplingDecision.NOT_RECORD;
    this.#decided = isRoot && !isDropped ? traceId : undefined;
    return isDropped;
  }

  readonly generateTraceId = (): string => {
    const traceId = this.#decided ?? this.#random.generateTraceId();
    this.#decided = undefined;
    return traceId;
  };

  readonly generateSpanId = (): string => this.#random.generateSpanId();
}

function parentOf(rawHeaders: readonly string[]): typeof ROOT_CONTEXT {
  const fields = propagation.fields();
  const carrier: Record<string, string> = {};
  let isEmpty = true;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (!fields.includes(name)) continue;
    carrier[name] = rawHeaders[at + 1]!;
    isEmpty = false;
  }
  return isEmpty ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, carrier);
}
