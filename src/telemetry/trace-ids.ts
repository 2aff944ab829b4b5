import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace';
import { type OtelVariables, textOf } from './otel-variables.ts';

/**
 * Ids, and a look ahead at the sampler: whether it would have a new trace recorded, before the SDK has made anything of it.
 * Nine of ten requests then cost a few random numbers. The sampler itself decides once more on those that pass.
 */
export interface TraceIds extends IdGenerator {
  /** Draws the id of the next new trace; false where the sampler chooses by the id and would not have this one. */
  draw(): boolean;
}

/** @param env names the sampler */
export function createTraceIds(env: OtelVariables): TraceIds {
  const random = new RandomIdGenerator();
  const bound = boundOf(env);
  const words = new Uint32Array(4);
  let isDrawn = false;
  return {
    draw() {
      if (bound === undefined) return true;
      let all = 0;
      for (let at = 0; at < words.length; at += 1) {
        const word = Math.floor(Math.random() * 2 ** 32);
        words[at] = word;
        all ^= word;
      }
      // An id of noughts alone is none.
      isDrawn = words.some((word) => word !== 0) && all >>> 0 < bound;
      return isDrawn;
    },
    generateTraceId() {
      if (!isDrawn) return random.generateTraceId();
      isDrawn = false;
      return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
    },
    generateSpanId: random.generateSpanId,
  };
}

/** `TraceIdRatioBased` takes a trace whose id, its four words by exclusive or, lies below the ratio of all numbers. */
function boundOf(env: OtelVariables): number | undefined {
  switch (textOf(env, 'OTEL_TRACES_SAMPLER')) {
    case 'always_off':
    case 'parentbased_always_off':
      return 0;
    case 'traceidratio':
    case 'parentbased_traceidratio': {
      const ratio = Number(textOf(env, 'OTEL_TRACES_SAMPLER_ARG') ?? 1);
      return ratio >= 0 && ratio < 1 ? Math.floor(ratio * 0xffffffff) : undefined;
    }
    default:
      return undefined;
  }
}
