import { useState } from 'preact/hooks';
import type { ComparedHit } from '../../../admin-api/compare.ts';
import { ask } from '../../api/client.ts';
import { useAction } from '../../api/use-answer.ts';
import { Badge, Fault, Notice, Panel } from '../../parts/basics.tsx';
import { titleOf } from '../../parts/hit-text.ts';
import { HitBody } from '../../parts/search/hit-list.tsx';
import { useText } from '../../text/bilingual.ts';
import { judgeText } from '../../text/judge.ts';

type Grades = ReadonlyMap<string, number>;

interface JudgeListProps {
  readonly asked: { readonly q: string; readonly index: string; readonly set: string };
  readonly pool: readonly ComparedHit[];
  /** As they are saved. */
  readonly known: Grades;
  readonly onSaved: () => void;
}

/** Documents to be graded, and what of that is not saved yet. */
export function JudgeList({ asked, pool, known, onSaved }: JudgeListProps) {
  const text = useText(judgeText);
  const [saved, setSaved] = useState(known);
  const [grades, setGrades] = useState(known);
  const changed = pool.filter(({ id }) => grades.get(id) !== saved.get(id));
  const saving = useAction(async () => {
    const judgments = changed.map(({ id }) => ({ document: id, grade: grades.get(id) ?? null }));
    const { q: query, index, set } = asked;
    const result = await ask('POST /api/judgments', { body: { set, index, query, judgments } });
    setSaved(grades);
    onSaved();
    return result;
  });
  const grade = (id: string, given: number | undefined): void => {
    const next = new Map(grades);
    if (given === undefined) next.delete(id);
    else next.set(id, given);
    setGrades(next);
  };
  if (pool.length === 0) return <Notice tone="plain">{text.nothing}</Notice>;
  return (
    <Panel title={`${text.judge}: ${asked.q}`} aside={<span class="muted">{text.keys}</span>}>
      <p class="muted">{text.pooled}</p>
      <ol class="hits">
        {pool.map((hit) => (
          <Judged key={hit.id} hit={hit} given={grades.get(hit.id)} grade={(value) => grade(hit.id, value)} />
        ))}
      </ol>
      <div class="row judge-save">
        <button
          type="button"
          disabled={changed.length === 0 || saving.state === 'busy'}
          onClick={() => saving.run(undefined)}
        >
          {text.save}
        </button>
        {changed.length > 0 && <Badge tone="warn">{text.unsaved(changed.length)}</Badge>}
        {saving.value !== undefined && changed.length === 0 && (
          <span role="status">{text.saved(saving.value.query.judgments.length)}</span>
        )}
      </div>
      {saving.fault !== undefined && <Fault fault={saving.fault} />}
    </Panel>
  );
}

interface JudgedProps {
  readonly hit: ComparedHit;
  readonly given: number | undefined;
  readonly grade: (value: number | undefined) => void;
}

function Judged({ hit, given, grade }: JudgedProps) {
  const text = useText(judgeText);
  const title = titleOf(hit.source, hit.id);
  return (
    <li class="hit hit-judged">
      <HitBody hit={hit} />
      <fieldset class="grades">
        <legend class="unseen">{text.grade(title)}</legend>
        <label title={text.noneLong}>
          <input
            type="radio"
            name={`grade ${hit.id}`}
            checked={given === undefined}
            onChange={() => grade(undefined)}
          />
          <span aria-hidden="true">{text.none}</span>
          <span class="unseen">{text.noneLong}</span>
        </label>
        {text.grades.map((meaning, value) => (
          <label key={value} title={meaning}>
            <input
              type="radio"
              name={`grade ${hit.id}`}
              checked={given === value}
              onChange={() => grade(value)}
            />
            {value}
            <span class="unseen"> {meaning}</span>
          </label>
        ))}
      </fieldset>
    </li>
  );
}
