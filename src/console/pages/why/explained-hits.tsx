import { useEffect, useRef } from 'preact/hooks';
import type { ExplainedHit } from '../../../admin-api/explain.ts';
import { Panel } from '../../parts/basics.tsx';
import { titleOf } from '../../parts/hit-text.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { score } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { whyText } from '../../text/why.ts';

interface ExplainedHitsProps {
  readonly hits: readonly ExplainedHit[];
  /** Id of the hit that is asked about: open, and in view. */
  readonly wanted: string | undefined;
}

/** Each hit with the way it came. */
export function ExplainedHits({ hits, wanted }: ExplainedHitsProps) {
  const text = useText(whyText);
  return (
    <Panel title={text.hits}>
      {hits.length === 0 && <p class="muted">{text.noHits}</p>}
      <ol class="explained">
        {hits.map((hit, at) => (
          <li key={`${hit.index}/${hit.id}`}>
            <HitTree hit={hit} rank={at + 1} isWanted={hit.id === wanted} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function HitTree({ hit, rank, isWanted }: { hit: ExplainedHit; rank: number; isWanted: boolean }) {
  const text = useText(whyText);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isWanted) details.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  return (
    <details ref={details} open={isWanted} class={isWanted ? 'tree wanted-hit' : 'tree'}>
      <summary>
        <span class="hit-rank">{rank}</span>
        <span class="tree-title">{titleOf(hit.source, hit.id)}</span>
        <span class="mono muted">{hit.id}</span>
        <span class="hit-score mono">{score(hit.score)}</span>
      </summary>
      <div class="tree-body">
        {hit.legs.length === 0 ? (
          <p class="muted">{text.noLegs}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{text.leg}</th>
                <th scope="col" class="number">
                  {text.rank}
                </th>
                <th scope="col" class="number">
                  {text.score}
                </th>
              </tr>
            </thead>
            <tbody>
              {hit.legs.map((leg) => (
                <tr key={leg.leg}>
                  <td>{leg.leg}</td>
                  <td class="number">{leg.rank}</td>
                  <td class="number">{score(leg.score)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {hit.notes.length > 0 && (
          <>
            <h3>{text.stagesDid}</h3>
            {hit.notes.map(({ stage, ...note }, at) => (
              <JsonTree key={at} name={stage} value={note} open={2} />
            ))}
          </>
        )}
        {hit.source !== null && <JsonTree name={text.document} value={hit.source} open={0} />}
      </div>
    </details>
  );
}
