import type { Config } from '../../config/schema.ts';
import { checkModel } from '../../inference/check.ts';
import { cpu, foldersInUse } from '../models/usage.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/** Whether each model can be loaded. */
export async function checkModels(config: Config): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [folder, use] of foldersInUse(config)) {
    const { name, fault: reason, model, warnings } = await checkModel(folder, cpu(config), 'load');
    const about = `model ${name}`;
    const advice = `relevance models check ${name}`;
    if (model === null) {
      // One that nothing uses harms nobody.
      findings.push((use === '' ? warning : fault)(about, reason ?? 'cannot be loaded', advice));
    } else if (warnings.length > 0) findings.push(warning(about, warnings.join('; '), advice));
    else findings.push(ok(about, `${model.kind}, ${model.megabytes} MB, ${usage(use, model.kind)}`));
  }
  return findings;
}

/** @param use what for, empty where nothing uses it */
function usage(use: string, kind: string): string {
  if (use === '') return 'not used';
  return use === kind ? 'in use' : `in use: ${use}`;
}
