import { type Breaker, createBreaker } from '../../../domain/breaker.ts';
import type { Clock } from '../../../domain/clock.ts';

/** Indices whose vectors the engine refuses to search, whatever is asked: a mapping may hold more than is told of it. */
export interface Refusals {
  /** Whether an index may be asked; one that refuses is asked again after a pause. */
  allow(index: string): boolean;
  /** Why it is not asked, or may refuse again; null where it answers. */
  faultOf(index: string): string | null;
  /** Told how the engine answered a search of an index's vectors. */
  answered(index: string, status: number): void;
}

const BAD_REQUEST = 400;

/** Counts by index; the names are those of indices that the catalog knows. */
export function createRefusals(clock: Clock): Refusals {
  const breakers = new Map<string, Breaker>();
  return {
    allow: (index) => breakers.get(index)?.allows() ?? true,
    faultOf: (index) =>
      breakers.get(index)?.isOpen() === true
        ? 'the engine refuses each search of its vectors (400): is their field indexed, and of the encoder’s size?'
        : null,
    answered(index, status) {
      // Any other status is about the caller, or about the engine as a whole.
      if (status === BAD_REQUEST) {
        const breaker = breakers.get(index) ?? createBreaker(clock);
        breakers.set(index, breaker);
        breaker.failed();
      } else if (status === 200) breakers.delete(index);
    },
  };
}
