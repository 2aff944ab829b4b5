import type { SavedEvaluation } from '../../../admin-api/evaluations.ts';
import { Panel } from '../../parts/basics.tsx';
import { signed } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';
import { scaleOf } from './ablation-scale.ts';

type Ablation = NonNullable<SavedEvaluation['ablation']>;
type Row = Ablation['cumulative'][0];

/** What each stage adds to the metric and to the time. */
export function AblationPanel({ ablation }: { ablation: Ablation }) {
  const text = useText(evaluationText);
  return (
    <Panel title={text.ablation} aside={<span class="muted">{text.ablationOf(ablation.metric.label)}</span>}>
      <div class="columns columns-free">
        <Chart title={text.cumulative} rows={ablation.cumulative} />
        <Chart title={text.leaveOneOut} rows={ablation.leaveOneOut} />
      </div>
    </Panel>
  );
}

/** A bar from nought for each stage, a whisker for its interval; the numbers stand beside it for all to read. */
function Chart({ title, rows }: { title: string; rows: readonly Row[] }) {
  const text = useText(evaluationText);
  const place = scaleOf(rows.map(({ comparison }) => comparison));
  return (
    <div class="chart">
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.stage}</th>
            <th scope="col" class="chart-cell">
              <span class="unseen">{text.interval}</span>
            </th>
            <th scope="col" class="number">
              {text.difference}
            </th>
            <th scope="col" class="number">
              {text.added}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stage, comparison, addedMs }) => {
            const { difference, interval } = comparison;
            const verdict = interval.low > 0 ? 'good' : interval.high < 0 ? 'bad' : 'plain';
            const [from, to] = [Math.min(place(0), place(difference)), Math.max(place(0), place(difference))];
            return (
              <tr key={stage}>
                <th scope="row">{stage}</th>
                <td class="chart-cell">
                  <svg
                    width="100%"
                    height="18"
                    role="img"
                    aria-label={`${signed(interval.low, 4)} … ${signed(interval.high, 4)}`}
                  >
                    <line class="chart-zero" x1={`${place(0)}%`} x2={`${place(0)}%`} y1="0" y2="18" />
                    <rect
                      class={`chart-bar chart-${verdict}`}
                      x={`${from}%`}
                      width={`${to - from}%`}
                      y="4"
                      height="10"
                    />
                    <line
                      class="chart-whisker"
                      x1={`${place(interval.low)}%`}
                      x2={`${place(interval.high)}%`}
                      y1="9"
                      y2="9"
                    />
                  </svg>
                </td>
                <td class={`number is-${verdict}`}>{signed(difference, 4)}</td>
                <td class="number">{text.adds(signed(addedMs, 2))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
