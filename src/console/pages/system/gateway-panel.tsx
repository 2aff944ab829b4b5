import type { GatewayReport } from '../../../admin-api/system.ts';
import { Notice, Panel } from '../../parts/basics.tsx';
import { duration } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { systemText } from '../../text/system.ts';

export function GatewayPanel({ gateway }: { gateway: GatewayReport }) {
  const text = useText(systemText);
  const facts: readonly (readonly [name: string, value: string])[] = [
    [text.version, gateway.version],
    [text.config, gateway.configVersion],
    [text.engine, [text.engines[gateway.engine], ...gateway.nodes].join(' · ')],
    ...(gateway.dataPort === null ? [] : [[text.dataPort, String(gateway.dataPort)] as const]),
    [text.uptime, duration(gateway.uptimeSeconds, text.time)],
    [text.node, gateway.node],
    ['PID', String(gateway.pid)],
  ];
  return (
    <Panel title={text.gateway}>
      {gateway.draining && <Notice tone="warn">{text.draining}</Notice>}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </Panel>
  );
}
