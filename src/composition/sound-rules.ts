import { loadRules } from '../live-rules/live-rules.ts';
import type { RuleFolder } from '../live-rules/rule-folder.ts';
import type { BuiltPlan } from './plan.ts';

/** The same with rules that were sound before, if they still are by this configuration. */
export async function withSoundRules(built: BuiltPlan, folder: RuleFolder | undefined): Promise<BuiltPlan> {
  if (folder === undefined) return built;
  const loaded = await loadRules({ ...built.ruleReading, origin: () => ({ read: folder }) });
  return loaded.errors.length === 0 ? built.withRules(loaded) : built;
}
