import type { SavedEvaluation } from '../../../admin-api/evaluations.ts';
import { Panel, Scroll } from '../../parts/basics.tsx';
import { signed } from '../../parts/numbers.ts';
import { hashOf } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { evaluationText } from '../../text/evaluation.ts';

interface MovedQueriesProps {
  readonly moved: SavedEvaluation['moved'];
  readonly index: string | null;
  readonly metric: string;
}

/** Every query that changed; each can be compared anew. */
export function MovedQueries({ moved, index, metric }: MovedQueriesProps) {
  const text = useText(evaluationText);
  return (
    <Panel title={`${text.moved}: ${metric}`} aside={<span class="muted">{text.movedHint}</span>}>
      {moved.length === 0 ? (
        <p class="muted">{text.noneMoved}</p>
      ) : (
        <Scroll label={text.moved}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.query}</th>
                <th scope="col">{text.stage}</th>
                <th scope="col" class="number">
                  {text.off}
                </th>
                <th scope="col" class="number">
                  {text.on}
                </th>
                <th scope="col" class="number">
                  {text.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              {moved.map(({ id, text: query, stage, off, on }) => (
                <tr key={id}>
                  <th scope="row">
                    {index === null ? (
                      query
                    ) : (
                      <a href={hashOf('playground', { q: query, index })} aria-label={text.compare(query)}>
                        {query}
                      </a>
                    )}
                  </th>
                  <td class="muted">{stage}</td>
                  <td class="number">{off.toFixed(4)}</td>
                  <td class="number">{on.toFixed(4)}</td>
                  <td class={`number ${on > off ? 'is-good' : 'is-bad'}`}>{signed(on - off, 4)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
