import type { SystemReport } from '../../../admin-api/system.ts';
import { Badge, Panel, Scroll, type Tone } from '../../parts/basics.tsx';
import { useText } from '../../text/bilingual.ts';
import { systemText } from '../../text/system.ts';

const TONES: Readonly<Record<SystemReport['dependencies'][0]['state'], Tone>> = {
  up: 'good',
  degraded: 'warn',
  down: 'bad',
  unknown: 'plain',
};

/** Each part with its state, as `/readyz` knows it. */
export function HealthPanel({ system }: { system: SystemReport }) {
  const text = useText(systemText);
  return (
    <Panel
      title={text.health}
      aside={<Badge tone={system.ready ? 'good' : 'bad'}>{system.ready ? text.ready : text.notReady}</Badge>}
    >
      <Scroll label={text.health}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.part}</th>
              <th scope="col">{text.state}</th>
              <th scope="col">{text.detail}</th>
            </tr>
          </thead>
          <tbody>
            {system.dependencies.map(({ name, state, detail }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <Badge tone={TONES[state]}>{text.states[state]}</Badge>
                </td>
                <td class="muted prose">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
