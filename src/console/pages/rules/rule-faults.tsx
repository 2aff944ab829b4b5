import type { RuleFileFault, RulesReport } from '../../../admin-api/rules.ts';
import { Notice } from '../../parts/basics.tsx';
import { moment } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { rulesText } from '../../text/rules.ts';

interface RuleFaultsProps {
  readonly report: Pick<RulesReport, 'errors' | 'warnings' | 'refused'>;
  /** What the errors mean for the rules they are in. */
  readonly errorsSay: string;
}

/** What is wrong with rule files, where there is anything. */
export function RuleFaults({ report, errorsSay }: RuleFaultsProps) {
  const text = useText(rulesText);
  const { errors, warnings, refused } = report;
  return (
    <>
      {refused !== null && (
        <Notice tone="bad">
          <p>{text.refused(moment(refused.at))}</p>
          <FaultList faults={refused.errors} />
        </Notice>
      )}
      {errors.length > 0 && (
        <Notice tone="bad">
          <p>{errorsSay}</p>
          <FaultList faults={errors} />
        </Notice>
      )}
      {warnings.length > 0 && (
        <Notice tone="warn">
          <p>{text.doubts}</p>
          <FaultList faults={warnings} />
        </Notice>
      )}
    </>
  );
}

/** Faults with file and line, as editors and terminals write them. */
export function FaultList({ faults }: { faults: readonly RuleFileFault[] }) {
  return (
    <ul class="faults">
      {faults.map(({ file, line, message }, at) => (
        <li key={at}>
          <span class="mono">
            {file}:{line}
          </span>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}
