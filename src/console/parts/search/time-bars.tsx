import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { Badge } from '../basics.tsx';
import { milliseconds } from '../numbers.ts';
import type { Work } from './timeline.ts';

/** The narrowest bar that can be seen, percent. */
const LEAST_WIDTH = 0.6;

/** One bar for each thing that took time, where it lay in the whole. */
export function TimeBars({ works, totalMs }: { works: readonly Work[]; totalMs: number }) {
  const text = useText(stagesText);
  const whole = Math.max(totalMs, ...works.map(({ startMs, durationMs }) => startMs + durationMs), 0.001);
  const share = (ms: number): number => (ms / whole) * 100;
  return (
    <ol class="bars" aria-label={text.timing}>
      {works.map(({ name, kind, startMs, durationMs, outcome }, at) => (
        <li key={`${name} ${at}`}>
          <span class="bar-name">
            {name}
            {outcome !== 'ok' && (
              <>
                {' '}
                <Badge tone={outcome === 'skipped' ? 'plain' : 'bad'}>{text.outcomes[outcome]}</Badge>
              </>
            )}
          </span>
          <svg class="bar" width="100%" height="10" aria-hidden="true">
            <rect class="bar-track" width="100%" height="10" rx="2" />
            <rect
              class={`kind-${kind}`}
              x={`${Math.min(share(startMs), 100 - LEAST_WIDTH)}%`}
              width={`${Math.max(share(durationMs), LEAST_WIDTH)}%`}
              height="10"
              rx="2"
            />
          </svg>
          <span class="bar-time">{text.milliseconds(milliseconds(durationMs))}</span>
        </li>
      ))}
    </ol>
  );
}
