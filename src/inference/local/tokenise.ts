import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';
import type { Input } from '../tokenize/input.ts';

/** How long the thread may be held before others get their turn. */
const SLICE_MS = 4;
const CHECK_EVERY = 16;

/** Inputs of texts, made in slices. Ends early, with what there is, when the signal aborts. */
export async function tokenise(
  texts: readonly string[],
  inputOf: (text: string) => Input,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  let sliceStart = clock.now();
  for (const text of texts) {
    inputs.push(inputOf(text));
    if (inputs.length % CHECK_EVERY !== 0 || clock.now() - sliceStart < SLICE_MS) continue;
    await setImmediate();
    if (signal.aborted) break;
    sliceStart = clock.now();
  }
  return inputs;
}
