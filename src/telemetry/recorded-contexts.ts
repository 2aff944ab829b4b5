import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';

/**
 * Contexts follow what is awaited only where a span is recorded. Everything else runs in none at all: until Node 24 the first
 * one makes every promise of the process dearer for as long as there are any, whether or not its own request is traced.
 * So they also end when the last request that is recorded has ended.
 */
export class RecordedContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  #held = 0;

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<Args extends unknown[], Work extends (...args: Args) => ReturnType<Work>>(
    context: Context,
    work: Work,
    self?: ThisParameterType<Work>,
    ...args: Args
  ): ReturnType<Work> {
    const call = (): ReturnType<Work> => work.apply(self, args);
    // Whoever leaves a recorded one must not be taken for a part of it.
    return isRecorded(context) || this.#storage.getStore() !== undefined
      ? this.#storage.run(context, call)
      : call();
  }

  /** Events of a request are read by promises, which keep their own context. */
  bind<Target>(context: Context, target: Target): Target {
    if (typeof target !== 'function' || !isRecorded(context)) return target;
    const bound = (...args: unknown[]): unknown =>
      this.with(context, () => (target as (...given: unknown[]) => unknown)(...args));
    return bound as Target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }

  /** A request that is recorded has begun; to be called once when it has ended. */
  hold(): () => void {
    this.#held += 1;
    return () => {
      this.#held -= 1;
      if (this.#held === 0) this.#storage.disable();
    };
  }
}

/** By its flag, which a span of another process has as well. */
function isRecorded(context: Context): boolean {
  return ((trace.getSpanContext(context)?.traceFlags ?? TraceFlags.NONE) & TraceFlags.SAMPLED) !== 0;
}
