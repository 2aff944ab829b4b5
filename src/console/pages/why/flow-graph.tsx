import { useEffect, useRef, useState } from 'preact/hooks';
import { Badge, Panel } from '../../parts/basics.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { milliseconds } from '../../parts/numbers.ts';
import { TimeBars } from '../../parts/search/time-bars.tsx';
import type { Work } from '../../parts/search/timeline.ts';
import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { whyText } from '../../text/why.ts';
import { BOX, type FlowBox, layoutFlow } from './flow-layout.ts';

interface FlowGraphProps {
  readonly works: readonly Work[];
  readonly totalMs: number;
}

const FIRST_WIDTH = 960;

/** Which way the request went, what each stage took, and what the chosen one noted. */
export function FlowGraph({ works, totalMs }: FlowGraphProps) {
  const text = useText(whyText);
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  const [chosen, setChosen] = useState<number>();
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? FIRST_WIDTH));
    watch.observe(holder.current!);
    return () => watch.disconnect();
  }, []);
  const layout = layoutFlow(works, width);
  const work = chosen === undefined ? undefined : works[chosen];
  return (
    <Panel title={text.flow} aside={<span class="muted">{text.flowHint}</span>}>
      <div ref={holder} class="flow">
        <svg
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          role="group"
          aria-label={text.flow}
        >
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path class="flow-arrow" d="M0 0.5 7 4 0 7.5Z" />
            </marker>
          </defs>
          {layout.edges.map(({ id, path }) => (
            <path key={id} class="flow-edge" d={path} marker-end="url(#arrow)" />
          ))}
          {layout.boxes.map((box, at) =>
            box.work === undefined ? (
              <End key={box.id} box={box} label={at === 0 ? text.asked : text.answered} />
            ) : (
              <StageBox
                key={box.id}
                box={box}
                work={box.work}
                totalMs={totalMs}
                isChosen={box.work === work}
                choose={() => setChosen(works.indexOf(box.work!))}
              />
            ),
          )}
        </svg>
      </div>
      {work !== undefined && <Notes work={work} />}
      <TimeBars works={works} totalMs={totalMs} />
    </Panel>
  );
}

function End({ box, label }: { box: FlowBox; label: string }) {
  return (
    <g transform={`translate(${box.x} ${box.y})`} class="flow-end">
      <rect width={BOX.width} height={BOX.height} rx={BOX.height / 2} />
      <text x={BOX.width / 2} y={BOX.height / 2 + 4} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

interface StageBoxProps {
  readonly box: FlowBox;
  readonly work: Work;
  readonly totalMs: number;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function StageBox({ box, work, totalMs, isChosen, choose }: StageBoxProps) {
  const text = useText(stagesText);
  const time = text.milliseconds(milliseconds(work.durationMs));
  const share = Math.min(1, work.durationMs / Math.max(totalMs, 0.001));
  const outcome = work.outcome === 'ok' ? '' : text.outcomes[work.outcome];
  return (
    <g
      transform={`translate(${box.x} ${box.y})`}
      class={`flow-stage flow-${work.outcome}`}
      role="button"
      // In SVG the attribute is known by this spelling only.
      tabindex={0}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      <rect class="flow-box" width={BOX.width} height={BOX.height} rx="6" />
      <rect class={`kind-${work.kind}`} width="4" height={BOX.height - 12} x="6" y="6" rx="2" />
      <text x="17" y="19" class="flow-name">
        {work.name}
      </text>
      <text x="17" y="34" class="flow-time">
        {time} {outcome}
      </text>
      <rect
        class={`kind-${work.kind}`}
        x="17"
        y={BOX.height - 7}
        width={Math.max(1, share * (BOX.width - 26))}
        height="3"
        rx="1.5"
      />
    </g>
  );
}

function Notes({ work }: { work: Work }) {
  const text = useText(whyText);
  const stages = useText(stagesText);
  return (
    <div class="notes" role="status">
      <p>
        <strong>{work.name}</strong> <Badge>{stages.kinds[work.kind]}</Badge>{' '}
        <Badge tone={work.outcome === 'ok' ? 'good' : 'warn'}>{stages.outcomes[work.outcome]}</Badge>
      </p>
      {work.notes.length === 0 ? (
        <p class="muted">{text.noNotes}</p>
      ) : (
        work.notes.map((note, at) => <JsonTree key={at} value={note} open={2} />)
      )}
    </div>
  );
}
