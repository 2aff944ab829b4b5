import type { StageActivity, WorkerReport } from '../../../admin-api/system.ts';
import { Panel, Scroll } from '../../parts/basics.tsx';
import { milliseconds, moment } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { systemText } from '../../text/system.ts';
import { sumActivities } from './sum-activities.ts';

/** How legs and stages fared, over all serving processes. */
export function StageActivityPanel({ workers }: { workers: readonly WorkerReport[] }) {
  const text = useText(systemText);
  const { kinds } = useText(stagesText);
  const stages = sumActivities(
    workers.flatMap((worker) => (worker.state === 'serving' ? [worker.report.stages] : [])),
  );
  const numbers: readonly (readonly [title: string, of: (stage: StageActivity) => string])[] = [
    [text.runs, ({ runs }) => String(runs)],
    [text.failed, ({ failed }) => String(failed)],
    [text.late, ({ late }) => String(late)],
    [text.skipped, ({ skipped }) => String(skipped)],
    [text.mean, ({ meanMs }) => milliseconds(meanMs)],
    [text.max, ({ maxMs }) => milliseconds(maxMs)],
  ];
  return (
    <Panel title={text.legs}>
      {stages.length === 0 ? (
        <p class="muted">{text.noRuns}</p>
      ) : (
        <Scroll label={text.legs}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.stage}</th>
                <th scope="col">{text.kind}</th>
                {numbers.map(([title]) => (
                  <th key={title} scope="col" class="number">
                    {title}
                  </th>
                ))}
                <th scope="col">{text.lastFault}</th>
              </tr>
            </thead>
            <tbody>
              {stages.map((stage) => (
                <tr key={stage.stage}>
                  <th scope="row">{stage.stage}</th>
                  <td class="no-wrap">{kinds[stage.kind]}</td>
                  {numbers.map(([title, of]) => (
                    <td key={title} class="number">
                      {of(stage)}
                    </td>
                  ))}
                  <td class="no-wrap">{stage.lastFaultAt === null ? '–' : moment(stage.lastFaultAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
