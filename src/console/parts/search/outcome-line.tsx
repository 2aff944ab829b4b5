import type { Compared } from '../../../admin-api/compare.ts';
import { useText } from '../../text/bilingual.ts';
import { reasonsText } from '../../text/reasons.ts';
import { stagesText } from '../../text/stages.ts';
import { Badge, type Tone } from '../basics.tsx';
import { milliseconds } from '../numbers.ts';

type OutcomeLineProps = Pick<
  Compared['sides'][0],
  'outcome' | 'reason' | 'degraded' | 'durationMs' | 'total' | 'stages'
>;

const TONES: Readonly<Record<OutcomeLineProps['outcome'], Tone>> = {
  applied: 'good',
  bypass: 'warn',
  off: 'plain',
};

/** What became of a search, in one line. */
export function OutcomeLine({ outcome, reason, degraded, durationMs, total, stages }: OutcomeLineProps) {
  const text = useText(stagesText);
  const reasons = useText(reasonsText);
  const why = reason === null ? undefined : reasons[reason];
  return (
    <p class="outcome">
      <Badge tone={TONES[outcome]}>
        {text[outcome]}
        {reason !== null && `: ${reason}`}
      </Badge>
      {degraded.length > 0 && (
        <Badge tone="warn">
          {text.degraded} {degraded.join(', ')}
          {stages.some(wasShed) && `: ${text.shed}`}
        </Badge>
      )}
      {why !== undefined && <span>{why}</span>}
      <span>{total === null ? text.totalUnknown : text.total(total.toLocaleString('en'))}</span>
      <span>{text.milliseconds(milliseconds(durationMs))}</span>
    </p>
  );
}

/** Whether a stage was left out since there was too much to do. */
function wasShed({ outcome, notes }: OutcomeLineProps['stages'][0]): boolean {
  const note = notes[0] as { readonly notRanked?: unknown } | undefined;
  return outcome === 'skipped' && (note?.notRanked === 'busy' || note?.notRanked === 'overloaded');
}
