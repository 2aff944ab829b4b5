import type { IndexDescription } from '../../domain/catalog.ts';
import type { CompilePolicy } from './policy.ts';
import type { Reading } from './reading.ts';

/** What a clause is compiled from, besides itself. */
export interface ClauseContext {
  readonly reading: Reading;
  readonly index: IndexDescription | undefined;
  readonly policy: CompilePolicy;
}
