import type { EvaluationSummary } from '../../../admin-api/evaluations.ts';
import { signed } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';

type Comparison = EvaluationSummary['metric']['comparison'];

const DIGITS = 4;

export function ComparisonHeads() {
  const text = useText(evaluationText);
  return (
    <>
      {[text.off, text.on, text.difference, text.interval, text.p, text.wins, text.losses, text.ties].map(
        (title) => (
          <th key={title} scope="col" class="number">
            {title}
          </th>
        ),
      )}
    </>
  );
}

/** One metric off and on; coloured where the interval says that the difference is more than chance. */
export function ComparisonCells({ comparison }: { comparison: Comparison }) {
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  const verdict = interval.low > 0 ? 'is-good' : interval.high < 0 ? 'is-bad' : '';
  return (
    <>
      <td class="number">{off.toFixed(DIGITS)}</td>
      <td class="number">{on.toFixed(DIGITS)}</td>
      <td class={`number ${verdict}`}>{signed(difference, DIGITS)}</td>
      <td class="number">
        {signed(interval.low, DIGITS)} … {signed(interval.high, DIGITS)}
      </td>
      <td class="number">{p < 0.001 ? '< 0.001' : p.toFixed(3)}</td>
      <td class="number">{wins}</td>
      <td class="number">{losses}</td>
      <td class="number">{ties}</td>
    </>
  );
}
