import { useState } from 'preact/hooks';
import type { Compared } from '../../../admin-api/compare.ts';
import { Notice, Panel } from '../../parts/basics.tsx';
import { type Asked, parametersOf } from '../../parts/search/asked.ts';
import { CopyCurl } from '../../parts/search/copy-curl.tsx';
import { HitList } from '../../parts/search/hit-list.tsx';
import { OutcomeLine } from '../../parts/search/outcome-line.tsx';
import { TimeBars } from '../../parts/search/time-bars.tsx';
import { timeline } from '../../parts/search/timeline.ts';
import { hashOf } from '../../state/hash.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';
import { stagesText } from '../../text/stages.ts';

interface SideBySideProps {
  readonly compared: Compared;
  readonly asked: Asked;
  /** Hits of each side where words are asked for. */
  readonly size: number;
}

/** Both answers with what changed between them. */
export function SideBySide({ compared, asked, size }: SideBySideProps) {
  const text = useText(playgroundText);
  const [isTimed, setTimed] = useState(false);
  const count = (kind: string): number => compared.changes.filter(({ change }) => change === kind).length;
  const summary = (): string => {
    if (compared.sides.some(({ error }) => error !== null)) return text.notCompared;
    const counts = [count('moved'), count('new'), count('lost')] as const;
    return counts.every((one) => one === 0) ? text.same : text.summary(...counts);
  };
  return (
    <>
      <div class="row row-between summary">
        <span role="status">{summary()}</span>
        <button
          type="button"
          class="quiet small"
          aria-expanded={isTimed}
          onClick={() => setTimed((before) => !before)}
        >
          {isTimed ? text.hideTimes : text.showTimes}
        </button>
      </div>
      <div class="columns">
        <SideColumn at={0} compared={compared} asked={asked} size={size} isTimed={isTimed} />
        <SideColumn at={1} compared={compared} asked={asked} size={size} isTimed={isTimed} />
      </div>
    </>
  );
}

interface SideColumnProps extends SideBySideProps {
  readonly at: 0 | 1;
  /** Whether it shows where the time went; both sides do, so that rank stays beside rank. */
  readonly isTimed: boolean;
}

function SideColumn({ at, compared, asked, size, isTimed }: SideColumnProps) {
  const text = useText(playgroundText);
  const { steps } = useText(stagesText);
  const side = compared.sides[at];
  return (
    <Panel
      title={`${at === 0 ? text.left : text.right}: ${side.pipeline}`}
      aside={<CopyCurl asked={asked} pipeline={side.pipeline} size={size} />}
    >
      <div>
        {side.error === null && <OutcomeLine {...side} />}
        {isTimed && <TimeBars works={timeline(side, steps)} totalMs={side.durationMs} />}
        {side.error !== null && (
          <Notice tone="bad">
            {text.engineError} {side.error}
          </Notice>
        )}
      </div>
      {side.error === null && (
        <HitList
          label={text.hits(side.pipeline)}
          hits={side.hits}
          changes={compared.changes}
          side={at === 0 ? 'before' : 'after'}
          whyOf={({ id }) => hashOf('why', { ...parametersOf(asked), pipeline: side.pipeline, hit: id })}
        />
      )}
    </Panel>
  );
}
