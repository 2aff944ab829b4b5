import type { Compared } from '../../../admin-api/compare.ts';
import { useText } from '../../text/bilingual.ts';
import { stagesText } from '../../text/stages.ts';
import { Badge, type Tone } from '../basics.tsx';
import { milliseconds } from '../numbers.ts';

type OutcomeLineProps = Pick<
  Compared['sides'][0],
  'outcome' | 'reason' | 'degraded' | 'durationMs' | 'total'
>;

const TONES: Readonly<Record<OutcomeLineProps['outcome'], Tone>> = {
  applied: 'good',
  bypass: 'warn',
  off: 'plain',
};

/** What became of a search, in one line. */
export function OutcomeLine({ outcome, reason, degraded, durationMs, total }: OutcomeLineProps) {
  const text = useText(stagesText);
  return (
    <p class="outcome">
      <Badge tone={TONES[outcome]}>
        {text[outcome]}
        {reason !== null && `: ${reason}`}
      </Badge>
      {degraded.length > 0 && (
        <Badge tone="warn">
          {text.degraded} {degraded.join(', ')}
        </Badge>
      )}
      <span>{total === null ? text.totalUnknown : text.total(total.toLocaleString('en'))}</span>
      <span>{text.milliseconds(milliseconds(durationMs))}</span>
    </p>
  );
}
