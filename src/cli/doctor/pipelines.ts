import type { Config } from '../../config/schema.ts';
import { planFault } from '../plan-check.ts';
import { fault, type Finding, ok } from './finding.ts';

/** Whether a gateway would start with these pipelines. */
export async function checkPipelines(config: Config): Promise<Finding> {
  const about = 'pipelines';
  const reason = await planFault(config);
  return reason === undefined
    ? ok(about, Object.keys(config.pipelines).join(', '))
    : fault(about, reason, 'mend it under pipelines: a gateway does not start with it');
}
