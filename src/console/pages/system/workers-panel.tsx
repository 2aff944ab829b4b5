import type { WorkerReport } from '../../../admin-api/system.ts';
import { Badge, Panel, Scroll } from '../../parts/basics.tsx';
import { duration } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { systemText } from '../../text/system.ts';

const MEBIBYTE = 1024 * 1024;

/** One row for each process that should serve: versions, queue, models. */
export function WorkersPanel({ workers }: { workers: readonly WorkerReport[] }) {
  const text = useText(systemText);
  return (
    <Panel title={text.workers}>
      <Scroll label={text.workers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.worker}</th>
              <th scope="col">PID</th>
              <th scope="col">{text.uptime}</th>
              <th scope="col" class="number">
                {text.memory}
              </th>
              <th scope="col">{text.version}</th>
              <th scope="col">{text.rules}</th>
              <th scope="col" class="number">
                {text.queue}
              </th>
              <th scope="col" class="number">
                {text.waiting}
              </th>
              <th scope="col">{text.load}</th>
              <th scope="col">{text.rerankers}</th>
              <th scope="col">{text.encoders}</th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <WorkerRow key={worker.worker} worker={worker} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function WorkerRow({ worker }: { worker: WorkerReport }) {
  const text = useText(systemText);
  if (worker.state === 'silent') {
    return (
      <tr>
        <th scope="row">{worker.worker}</th>
        <td colSpan={10}>
          <Badge tone="bad">{text.silent}</Badge>
        </td>
      </tr>
    );
  }
  const { pid, uptimeSeconds, residentBytes, version, rulesVersion, queue, models } = worker.report;
  const list = (names: readonly string[]): string => (names.length === 0 ? text.none : names.join(', '));
  return (
    <tr>
      <th scope="row">{worker.worker}</th>
      <td class="mono">{pid}</td>
      <td class="no-wrap">{duration(uptimeSeconds, text.time)}</td>
      <td class="number">{(residentBytes / MEBIBYTE).toFixed(0)} MiB</td>
      <td class="mono">{version}</td>
      <td class="mono">{rulesVersion}</td>
      <td class="number">{text.ofLimit(queue.inFlight, queue.limits.inFlight)}</td>
      <td class="number">{text.ofLimit(queue.waiting, queue.limits.queue)}</td>
      <td>
        <Badge tone={queue.load === 'calm' ? 'good' : 'warn'}>{text.loads[queue.load]}</Badge>
      </td>
      <td class="no-wrap">{list(models.rerankers)}</td>
      <td class="no-wrap">{list(models.encoders)}</td>
    </tr>
  );
}
