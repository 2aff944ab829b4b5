import type { ComparedHit, HitChange } from '../../../admin-api/compare.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';
import { Badge } from '../basics.tsx';
import { detailsOf, titleOf } from '../hit-text.ts';
import { score } from '../numbers.ts';

interface HitListProps {
  readonly label: string;
  readonly hits: readonly ComparedHit[];
  readonly changes: readonly HitChange[];
  /** Which side of the changes this list is. */
  readonly side: 'before' | 'after';
  /** Address of the page that says why a hit is there; absent: there is none. */
  readonly whyOf?: (hit: ComparedHit) => string;
}

/** Hits in order, each with what became of it from one side to the other. */
export function HitList({ label, hits, changes, side, whyOf }: HitListProps) {
  const text = useText(playgroundText);
  if (hits.length === 0) return <p class="muted">{text.nothing}</p>;
  const changeOf = new Map(changes.map((change) => [`${change.index}/${change.id}`, change]));
  return (
    <ol class="hits" aria-label={label}>
      {hits.map((hit, at) => {
        const title = titleOf(hit.source, hit.id);
        const change = changeOf.get(`${hit.index}/${hit.id}`);
        return (
          <li key={`${hit.index}/${hit.id}`} class={`hit hit-${markOf(change, side)}`}>
            <span class="hit-rank">{at + 1}</span>
            <HitBody hit={hit} />
            <div class="hit-side">
              <ChangeMark change={change} side={side} />
              <span class="hit-score mono">{score(hit.score)}</span>
              {whyOf !== undefined && (
                <a href={whyOf(hit)} aria-label={`${text.why} ${text.whyOf(title)}`}>
                  {text.why}
                </a>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What a hit is, in a few words. */
export function HitBody({ hit }: { hit: ComparedHit }) {
  return (
    <div class="hit-body">
      <div class="hit-title">{titleOf(hit.source, hit.id)}</div>
      <div class="hit-details">
        <span class="mono">{hit.id}</span>
        {detailsOf(hit.source, hit.id).map(([name, value]) => (
          <span key={name} title={name}>
            {value}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Each change is marked on one side: what is lost where it was, everything else where it is. */
function markOf(change: HitChange | undefined, side: HitListProps['side']): HitChange['change'] {
  if (change === undefined) return 'same';
  return (change.change === 'lost') === (side === 'before') ? change.change : 'same';
}

function ChangeMark({ change, side }: { change: HitChange | undefined; side: HitListProps['side'] }) {
  const text = useText(playgroundText);
  const mark = markOf(change, side);
  if (mark === 'new') return <Mark tone="accent" short={text.fresh} long={text.freshLong} />;
  if (mark === 'lost') return <Mark tone="bad" short={text.lost} long={text.lostLong} />;
  if (mark !== 'moved' || change === undefined) return null;
  const by = (change.before ?? 0) - (change.after ?? 0);
  return <Mark tone={by > 0 ? 'good' : 'warn'} short={text.moved(by)} long={text.movedLong(by)} />;
}

function Mark({
  tone,
  short,
  long,
}: {
  tone: 'good' | 'warn' | 'bad' | 'accent';
  short: string;
  long: string;
}) {
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{short}</span>
      <span class="unseen">{long}</span>
    </Badge>
  );
}
