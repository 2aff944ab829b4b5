import type { Unanswered } from '../domain/inference.ts';
import { messageOf } from './fault.ts';
import type { Time } from '../domain/time.ts';

export interface Limits {
  readonly signal: AbortSignal;
  readonly budgetMs: number;
}

/**
 * What the work gives, or why it gave nothing: it is cut off when the signal aborts and when the time is over, and told
 * so by the signal it is handed. What it throws is a failure of the model, not of the search.
 */
export async function inTime<T>(
  { signal, budgetMs }: Limits,
  time: Time,
  work: (signal: AbortSignal) => Promise<T | Unanswered>,
): Promise<T | Unanswered> {
  if (signal.aborted) return unanswered('cancelled', 'the caller gave up');
  if (!(budgetMs > 0)) return unanswered('late', 'there was no time left');
  const cut = new AbortController();
  let dispose = (): void => undefined;
  const over = new Promise<Unanswered>((resolve) => {
    const late = time.after(budgetMs, () =>
      resolve(unanswered('late', `no answer in ${Math.round(budgetMs)} ms`)),
    );
    const cancel = (): void => resolve(unanswered('cancelled', 'the caller gave up'));
    signal.addEventListener('abort', cancel, { once: true });
    dispose = () => {
      late();
      signal.removeEventListener('abort', cancel);
    };
  });
  const done = work(cut.signal).catch((error: unknown) => unanswered('failed', messageOf(error)));
  const first = await Promise.race([done, over]);
  dispose();
  cut.abort();
  return first;
}

/** Of a time, what is kept for the answer to reach whoever asked: another process, on a machine that has no core to spare. */
export function marginMs(budgetMs: number): number {
  return Math.min(25, 1 + budgetMs * 0.1);
}

export function unanswered(reason: Unanswered['reason'], detail: string): Unanswered {
  return { kind: 'unanswered', reason, detail };
}
