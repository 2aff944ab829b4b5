import type { FiredRule } from '../../../admin-api/rules.ts';
import { Panel, Scroll } from '../../parts/basics.tsx';
import { moment } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { rulesText } from '../../text/rules.ts';

const BAR = { width: 2, gap: 1, height: 18 } as const;

/** Rules that took part in searches, the latest first. */
export function FiredRules({ fired }: { fired: readonly FiredRule[] }) {
  const text = useText(rulesText);
  return (
    <Panel title={text.fired}>
      {fired.length === 0 ? (
        <p class="muted">{text.noneFired}</p>
      ) : (
        <Scroll label={text.fired}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.rule}</th>
                <th scope="col">{text.where}</th>
                <th scope="col" class="number">
                  {text.count}
                </th>
                <th scope="col">{text.last}</th>
                <th scope="col">{text.hour}</th>
              </tr>
            </thead>
            <tbody>
              {fired.map(({ rule, file, line, count, lastAt, perMinute }) => (
                <tr key={`${file}:${line}:${rule}`}>
                  <th scope="row">{rule}</th>
                  <td class="mono" title={file}>
                    {file.replace(/^.*\//, '')}:{line}
                  </td>
                  <td class="number">{count}</td>
                  <td class="no-wrap">{moment(lastAt)}</td>
                  <td>
                    <Minutes counts={perMinute} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function Minutes({ counts }: { counts: readonly number[] }) {
  const text = useText(rulesText);
  const most = Math.max(1, ...counts);
  const width = counts.length * (BAR.width + BAR.gap);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <svg class="minutes" width={width} height={BAR.height} role="img" aria-label={text.perMinute(total)}>
      <path d={`M0 ${BAR.height - 0.5}H${width}`} />
      {counts.map((count, at) => {
        const height = (count / most) * BAR.height;
        return (
          <rect
            key={at}
            x={at * (BAR.width + BAR.gap)}
            y={BAR.height - height}
            width={BAR.width}
            height={height}
          />
        );
      })}
    </svg>
  );
}
