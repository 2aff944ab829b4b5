import type { Query } from '../../domain/query.ts';
import type { StageOptions } from '../../pipeline/stage-options.ts';

/**
 * Reads the option `when` of a leg: `always` (default), or `rule`: only in searches for which a rule's LEG gives it a
 * weight. What a rule switches off is kept out before anybody asks.
 */
export function readSwitch(leg: string, options: StageOptions): (query: Query) => boolean {
  if (options.choice('when', ['always', 'rule'], 'always') === 'always') return () => true;
  return ({ instructions }) => instructions.legs.some((one) => one.leg === leg);
}
