import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault } from '../../parts/basics.tsx';
import type { PageParameters } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { rulesText } from '../../text/rules.ts';
import { FiredRules } from './fired-rules.tsx';
import { RuleFaults } from './rule-faults.tsx';
import { RuleFiles } from './rule-files.tsx';
import { RuleTrial } from './trial.tsx';

/** Which rules are in force, what is wrong with those that are not, and a place to try others. */
export function RulesPage({ parameters }: { parameters: PageParameters }) {
  const text = useText(rulesText);
  const answer = useAnswer('rules', (signal) => ask('GET /api/rules', { signal }));
  return (
    <>
      <h1>{text.title}</h1>
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <>
          <RuleFaults report={answer.value} errorsSay={text.leftOut} />
          <RuleFiles report={answer.value} />
          <FiredRules fired={answer.value.fired} />
        </>
      )}
      <RuleTrial parameters={parameters} />
    </>
  );
}
