import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault } from '../../parts/basics.tsx';
import { useText } from '../../text/bilingual.ts';
import { systemText } from '../../text/system.ts';
import { GatewayPanel } from './gateway-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { LiveConfiguration } from './live-configuration.tsx';
import { StageActivityPanel } from './stage-activity.tsx';
import { WorkersPanel } from './workers-panel.tsx';

/** How the gateway and everything that it depends on are. */
export function SystemPage() {
  const text = useText(systemText);
  const answer = useAnswer('system', (signal) => ask('GET /api/system', { signal }));
  return (
    <>
      <div class="row title-row">
        <h1>{text.title}</h1>
        <button type="button" class="quiet" onClick={answer.again}>
          {text.refresh}
        </button>
      </div>
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.state === 'busy' && answer.value === undefined && <Busy />}
      {answer.value !== undefined && (
        <div aria-busy={answer.state === 'busy'}>
          <div class="columns columns-free">
            <HealthPanel system={answer.value} />
            <GatewayPanel gateway={answer.value.gateway} />
          </div>
          <WorkersPanel workers={answer.value.workers} />
          <StageActivityPanel workers={answer.value.workers} />
        </div>
      )}
      <LiveConfiguration />
    </>
  );
}
