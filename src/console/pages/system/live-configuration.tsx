import { ask } from '../../api/client.ts';
import { useAction, useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Notice, Panel } from '../../parts/basics.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { useText } from '../../text/bilingual.ts';
import { systemText } from '../../text/system.ts';

/** The configuration in force, and a way to read the file again. */
export function LiveConfiguration() {
  const text = useText(systemText);
  const answer = useAnswer('config', (signal) => ask('GET /api/config', { signal }));
  const reload = useAction(async () => {
    const reloaded = await ask('POST /api/reload', { body: {} });
    answer.again();
    return reloaded;
  });
  return (
    <Panel
      title={text.live}
      aside={
        <button
          type="button"
          class="quiet"
          disabled={reload.state === 'busy'}
          onClick={() => reload.run(undefined)}
        >
          {text.reload}
        </button>
      }
    >
      <p class="muted">{text.liveHint}</p>
      {reload.fault !== undefined && <Fault fault={reload.fault} />}
      {reload.value !== undefined && (
        <Notice tone="good">
          <p>
            {text.reloaded(reload.value.version)}{' '}
            {reload.value.restartNeeded.length > 0 && text.restart(reload.value.restartNeeded.join(', '))}
          </p>
        </Notice>
      )}
      {answer.fault !== undefined && <Fault fault={answer.fault} again={answer.again} />}
      {answer.value === undefined && answer.state === 'busy' && <Busy />}
      {answer.value !== undefined && <JsonTree value={answer.value} open={1} />}
    </Panel>
  );
}
