import type { JudgmentSetsReport } from '../../../admin-api/judgments.ts';
import { askFile } from '../../api/client.ts';
import { useAction } from '../../api/use-answer.ts';
import { Fault, Notice, Panel, Scroll } from '../../parts/basics.tsx';
import { download } from '../../parts/download.ts';
import { moment } from '../../parts/numbers.ts';
import { useText } from '../../text/bilingual.ts';
import { judgeText } from '../../text/judge.ts';

const FILES = ['queries.jsonl', 'qrels.tsv'];

/** The sets that were judged by hand, with their files as `relevance eval` reads them. */
export function JudgedSets({ report }: { report: JudgmentSetsReport }) {
  const { sets, unreadable } = report;
  const text = useText(judgeText);
  const fetching = useAction(async ({ set, file }: { set: string; file: string }) => {
    download(`${set}-${file}`, await askFile(`/api/judgments/${encodeURIComponent(set)}/${file}`));
  });
  return (
    <Panel title={text.sets}>
      {unreadable.length > 0 && (
        <Notice tone="warn">
          <p>
            {text.unreadable} {unreadable.join(', ')}
          </p>
        </Notice>
      )}
      {sets.length === 0 && <p class="muted">{text.noSets}</p>}
      {fetching.fault !== undefined && <Fault fault={fetching.fault} />}
      {sets.length > 0 && (
        <Scroll label={text.sets}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.set}</th>
                <th scope="col">{text.index}</th>
                <th scope="col" class="number">
                  {text.queries}
                </th>
                <th scope="col" class="number">
                  {text.judgments}
                </th>
                <th scope="col">{text.changed}</th>
                <th scope="col">{text.exported}</th>
              </tr>
            </thead>
            <tbody>
              {sets.map(({ name, index, queries, judgments, changedAt }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{index}</td>
                  <td class="number">{queries}</td>
                  <td class="number">{judgments}</td>
                  <td class="no-wrap">{moment(changedAt)}</td>
                  <td class="row">
                    {FILES.map((file) => (
                      <button
                        key={file}
                        type="button"
                        class="quiet"
                        onClick={() => fetching.run({ set: name, file })}
                      >
                        {file}
                      </button>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
