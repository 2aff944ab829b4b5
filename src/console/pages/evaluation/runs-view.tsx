import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice, Panel, Scroll } from '../../parts/basics.tsx';
import { moment } from '../../parts/numbers.ts';
import { hashOf } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';
import { ComparisonCells, ComparisonHeads } from './comparison-cells.tsx';

/** Every run that was saved, the latest first. */
export function RunsView() {
  const text = useText(evaluationText);
  const answer = useAnswer('evaluations', (signal) => ask('GET /api/evaluations', { signal }));
  const { evaluations = [], unreadable = [] } = answer.value ?? {};
  return (
    <Panel title={text.runs}>
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {unreadable.length > 0 && (
        <Notice tone="warn">
          <p>
            {text.unreadable} {unreadable.join(', ')}
          </p>
        </Notice>
      )}
      {answer.value !== undefined && evaluations.length === 0 && (
        <p class="muted">
          {text.noRuns}{' '}
          <span class="mono">
            {text.command.split(' ').map((word) => (
              <span key={word} class="whole">
                {word}{' '}
              </span>
            ))}
          </span>
        </p>
      )}
      {evaluations.length > 0 && (
        <Scroll label={text.runs}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.saved}</th>
                <th scope="col">{text.dataset}</th>
                <th scope="col">{text.index}</th>
                <th scope="col" class="number">
                  {text.queries}
                </th>
                <th scope="col">{text.metric}</th>
                <ComparisonHeads />
              </tr>
            </thead>
            <tbody>
              {evaluations.map(({ id, savedAt, dataset, index, queries, metric }) => (
                <tr key={id}>
                  <th scope="row" class="no-wrap">
                    <a
                      href={hashOf('evaluation', { run: id })}
                      aria-label={text.open(dataset, moment(savedAt))}
                    >
                      {moment(savedAt)}
                    </a>
                  </th>
                  <td>{dataset}</td>
                  <td>{index ?? '–'}</td>
                  <td class="number">{queries}</td>
                  <td class="no-wrap">{metric.name}</td>
                  <ComparisonCells comparison={metric.comparison} />
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
