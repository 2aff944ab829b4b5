import type { SavedEvaluation } from '../../../admin-api/evaluations.ts';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Panel, Scroll } from '../../parts/basics.tsx';
import { download } from '../../parts/download.ts';
import { milliseconds, moment, percent } from '../../parts/numbers.ts';
import { hashOf } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';
import { AblationPanel } from './ablation-panel.tsx';
import { ComparisonCells, ComparisonHeads } from './comparison-cells.tsx';
import { MovedQueries } from './moved-queries.tsx';

/** One saved run: metrics, what each stage brings, query by query. */
export function RunView({ id }: { id: string }) {
  const text = useText(evaluationText);
  const answer = useAnswer(id, (signal) => ask('GET /api/evaluations/{id}', { name: id, signal }));
  const run = answer.value;
  return (
    <>
      <p class="row">
        <a href={hashOf('evaluation')}>← {text.back}</a>
        {run !== undefined && (
          <>
            <strong>{run.dataset}</strong>
            <span class="muted">{moment(run.savedAt)}</span>
            <button
              type="button"
              class="quiet"
              onClick={() =>
                download(`${id}.json`, new Blob([JSON.stringify(run, null, 2)], { type: 'application/json' }))
              }
            >
              {text.exportRun}
            </button>
          </>
        )}
      </p>
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && run === undefined && <Busy />}
      {run !== undefined && (
        <>
          <MetricsPanel run={run} />
          <FactsPanel run={run} />
          {run.ablation !== undefined && <AblationPanel ablation={run.ablation} />}
          <MovedQueries moved={run.moved} index={run.index} metric={Object.keys(run.metrics)[0] ?? ''} />
        </>
      )}
    </>
  );
}

function MetricsPanel({ run }: { run: SavedEvaluation }) {
  const text = useText(evaluationText);
  return (
    <Panel title={text.metrics}>
      <Scroll label={text.metrics}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.metric}</th>
              <ComparisonHeads />
            </tr>
          </thead>
          <tbody>
            {Object.entries(run.metrics).map(([name, comparison]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <ComparisonCells comparison={comparison} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function FactsPanel({ run }: { run: SavedEvaluation }) {
  const text = useText(evaluationText);
  const { damage, zeroResults, unjudged, applied, latency, typos, skipped, queries } = run;
  const shares = ({ off, on }: SavedEvaluation['unjudged']): string => text.offOn(percent(off), percent(on));
  const times = ({ p50, p95 }: { p50: number; p95: number }): string =>
    `${milliseconds(p50)} / ${milliseconds(p95)} ms`;
  const facts: readonly (readonly [name: string, value: string])[] = [
    [text.queries, skipped === 0 ? String(queries) : `${queries} · ${text.skipped(skipped)}`],
    [text.damage(damage.threshold), `${damage.count} / ${damage.total} (${percent(damage.share)})`],
    [text.zero, shares(zeroResults)],
    [text.unjudged, shares(unjudged)],
    [text.applied, percent(applied)],
    ...(latency === null ? [] : [[text.latency, text.offOn(times(latency.off), times(latency.on))] as const]),
    ...(typos === undefined ? [] : [[text.recovered, percent(typos.recovered)] as const]),
  ];
  return (
    <Panel title={text.facts}>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name} class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
