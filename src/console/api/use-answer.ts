import { useCallback, useEffect, useState } from 'preact/hooks';
import { access } from '../state/access.ts';
import { useStore } from '../state/store.ts';
import { AskFault } from './client.ts';

/** How far a question is. What was answered before stays on view while the next is under way. */
export interface Answered<T> {
  readonly state: 'idle' | 'busy' | 'done' | 'failed';
  readonly value: T | undefined;
  readonly fault: AskFault | undefined;
}

const IDLE = { state: 'idle', value: undefined, fault: undefined } as const;

/**
 * The answer to a question that the page's address asks; asked again when the key changes, and when the reader gives
 * other credentials.
 * @param key tells questions apart; undefined: there is none
 */
export function useAnswer<T>(
  key: string | undefined,
  question: (signal: AbortSignal) => Promise<T>,
): Answered<T> & { readonly again: () => void } {
  const [answered, setAnswered] = useState<Answered<T>>(IDLE);
  const [round, setRound] = useState(0);
  const given = useStore(access);
  useEffect(() => {
    if (key === undefined) return setAnswered(IDLE);
    const stop = new AbortController();
    setAnswered(({ value }) => ({ state: 'busy', value, fault: undefined }));
    question(stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setAnswered({ state: 'done', value, fault: undefined });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setAnswered({ state: 'failed', value: undefined, fault: toFault(error) });
      },
    );
    return () => stop.abort();
  }, [key, round, given]);
  return { ...answered, again: useCallback(() => setRound((count) => count + 1), []) };
}

/** The answer to something the reader does: a button, not an address. */
export function useAction<A, T>(
  action: (argument: A) => Promise<T>,
): Answered<T> & { readonly run: (argument: A) => void } {
  const [answered, setAnswered] = useState<Answered<T>>(IDLE);
  return {
    ...answered,
    run(argument) {
      setAnswered({ state: 'busy', value: undefined, fault: undefined });
      action(argument).then(
        (value) => setAnswered({ state: 'done', value, fault: undefined }),
        (error: unknown) => setAnswered({ state: 'failed', value: undefined, fault: toFault(error) }),
      );
    },
  };
}

function toFault(error: unknown): AskFault {
  if (error instanceof AskFault) return error;
  return new AskFault('broken', error instanceof Error ? error.message : String(error), { cause: error });
}
