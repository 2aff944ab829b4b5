import { useEffect, useRef } from 'preact/hooks';
import type { ExplainedHit } from '../../../admin-api/explain.ts';
import { Panel } from '../../parts/basics.tsx';
import { titleOf } from '../../parts/hit-text.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { percent, score } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { whyText } from '../../text/why.ts';
import { hitStory } from './hit-story.ts';

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
            <HitTree
              hit={hit}
              rank={at + 1}
              isWanted={hit.id === wanted}
              isOpen={wanted === undefined ? at === 0 : hit.id === wanted}
            />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface HitTreeProps {
  readonly hit: ExplainedHit;
  readonly rank: number;
  readonly isWanted: boolean;
  /** At first; the reader opens and closes it. */
  readonly isOpen: boolean;
}

function HitTree({ hit, rank, isWanted, isOpen }: HitTreeProps) {
  const text = useText(whyText);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isWanted) details.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  return (
    <details ref={details} open={isOpen} class={isWanted ? 'tree wanted-hit' : 'tree'}>
      <summary>
        <span class="hit-rank">{rank}</span>
        <span class="tree-title">{titleOf(hit.source, hit.id)}</span>
        <span class="mono muted">{hit.id}</span>
        <span class="hit-score mono">{score(hit.score)}</span>
      </summary>
      <div class="tree-body">
        <Story hit={hit} rank={rank} />
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

/** In a sentence or a few, for people who do not read trees. */
function Story({ hit, rank }: { hit: ExplainedHit; rank: number }) {
  const text = useText(whyText).story;
  const { legs, byMeaningAlone, mostFrom, beforeModels, placedBy } = hitStory(hit);
  const sentences = [
    ...(byMeaningAlone ? [text.byMeaning] : legs.length > 0 ? [text.found(legs)] : []),
    ...(mostFrom === undefined ? [] : [text.mostFrom(mostFrom.leg, percent(mostFrom.share, 0))]),
    ...(beforeModels === undefined || placedBy !== undefined ? [] : [text.models(beforeModels, rank)]),
    ...(placedBy === undefined ? [] : [text.placed(placedBy.rule, placedBy.pinned)]),
  ];
  return sentences.length === 0 ? null : <p class="hit-story">{sentences.join(text.between)}</p>;
}
