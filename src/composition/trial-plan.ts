import type { RuleCheckResult } from '../admin-api/rules.ts';
import type { SearchPlan } from '../http/search/services.ts';
import { loadRules } from '../live-rules/live-rules.ts';
import type { RuleOrigin } from '../live-rules/rule-origin.ts';
import type { TrialFile } from '../live-rules/rule-trial.ts';
import type { BuiltPlan } from './plan.ts';

/** The rules that lie there and one file more, which is in force for nobody; no plan where they are faulty. */
export async function trialOf(
  built: BuiltPlan,
  trial: TrialFile,
): Promise<RuleCheckResult & { readonly plan: SearchPlan | null }> {
  const { ruleReading } = built;
  const { folder } = ruleReading.rules;
  const origin = (): RuleOrigin => ({ trial, beside: ruleReading.origin(), folder });
  const loaded = await loadRules({ ...ruleReading, origin });
  const { errors, warnings } = loaded;
  return { errors, warnings, plan: errors.length > 0 ? null : built.onTrial(loaded) };
}
