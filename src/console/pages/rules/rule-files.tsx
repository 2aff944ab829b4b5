import type { RulesReport } from '../../../admin-api/rules.ts';
import { Badge, Panel, Scroll } from '../../parts/basics.tsx';
import { moment } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { rulesText } from '../../text/rules.ts';

/** Files in force, their version and where they are shared from. */
export function RuleFiles({ report }: { report: RulesReport }) {
  const text = useText(rulesText);
  const { files, version, loadedAt, source } = report;
  return (
    <Panel title={text.files}>
      <p class="outcome">
        <span>
          {text.version} <span class="mono">{version}</span>
        </span>
        <span>
          {text.loaded} {moment(loadedAt)}
        </span>
      </p>
      {source !== undefined && source !== null && (
        <p>
          {text.source(source.name)}{' '}
          <Badge tone={source.state === 'current' ? 'good' : 'bad'}>{text.sourceStates[source.state]}</Badge>{' '}
          {source.heardAt !== null && <span class="muted">{text.heard(moment(source.heardAt))}</span>}{' '}
          {source.reason}
        </p>
      )}
      {files.length === 0 ? (
        <p class="muted">{text.noFiles}</p>
      ) : (
        <Scroll label={text.files}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.file}</th>
                <th scope="col">{text.index}</th>
                <th scope="col">{text.kind}</th>
                <th scope="col" class="number">
                  {text.rules}
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map(({ file, index, kind, rules }) => (
                <tr key={file}>
                  <th scope="row" class="mono">
                    {file}
                  </th>
                  <td>{index ?? text.everyIndex}</td>
                  <td>{kind}</td>
                  <td class="number">{rules ?? <span class="muted">{text.settings}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
