import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Busy, Fault, Field, Notice } from '../../parts/basics.tsx';
import { QueryField } from '../../parts/search/common-fields.tsx';
import { IndexField, PipelineField } from '../../parts/search/choices.tsx';
import { useOwnPipeline } from '../../parts/search/known-index.ts';
import type { PageParameters } from '../../state/hash.ts';
import { go } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { judgeText } from '../../text/judge.ts';
import { JudgeList } from './judge-list.tsx';
import { JudgedSets } from './judged-sets.tsx';
import { poolOf } from './pool.ts';

const SIZE = 20;

/** One query, its hits from plain search and a pipeline, a grade for each. */
export function JudgeView({ parameters }: { parameters: PageParameters }) {
  const text = useText(judgeText);
  const { q = '', index = 'products', set = 'by-hand' } = parameters;
  const own = useOwnPipeline(index);
  const { pipeline = own } = parameters;
  const asked = { q, index, set, pipeline: pipeline ?? 'default' };
  const [form, setForm] = useState(asked);
  useEffect(() => setForm(asked), [JSON.stringify(asked)]);
  const change = (changed: Partial<typeof form>): void => setForm((before) => ({ ...before, ...changed }));
  const sets = useAnswer('sets', (signal) => ask('GET /api/judgments', { signal }));
  const found = useAnswer(
    q === '' || pipeline === undefined ? undefined : JSON.stringify(asked),
    async (signal) => {
      const compared = await ask('POST /api/compare', {
        signal,
        body: { index, query: q, pipelines: ['off', asked.pipeline], size: SIZE },
      });
      return { pool: poolOf(compared), known: await gradesOf(set, q, signal) };
    },
  );
  return (
    <>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          go('evaluation', { view: 'judge', ...form });
        }}
      >
        <QueryField value={form.q} onChange={(changed) => change({ q: changed })} />
        <IndexField value={form.index} onChange={(changed) => change({ index: changed })} />
        <PipelineField
          name="pipeline"
          value={form.pipeline}
          onChange={(changed) => change({ pipeline: changed })}
        />
        <Field label={text.set}>
          <input
            name="set"
            required
            pattern="[a-z0-9][a-z0-9\-]*"
            title={text.setHint}
            spellcheck={false}
            list="known-sets"
            value={form.set}
            onInput={(event) => change({ set: event.currentTarget.value })}
          />
          <datalist id="known-sets">
            {sets.value?.sets.map(({ name }) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
        <button type="submit">{text.find}</button>
      </form>
      {found.state === 'idle' && <Notice tone="plain">{text.start}</Notice>}
      {found.fault !== undefined && <Fault fault={found.fault} again={found.again} />}
      {found.state === 'busy' && <Busy />}
      {found.state === 'done' && found.value !== undefined && (
        <JudgeList
          key={JSON.stringify(asked)}
          asked={asked}
          pool={found.value.pool}
          known={found.value.known}
          onSaved={sets.again}
        />
      )}
      {sets.fault !== undefined && <Fault fault={sets.fault} again={sets.again} />}
      {sets.value !== undefined && <JudgedSets report={sets.value} />}
    </>
  );
}

/** Grades that the set has for the query, by document; none where there is no such set yet. */
async function gradesOf(
  name: string,
  query: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const { sets } = await ask('GET /api/judgments', { signal });
  if (!sets.some((set) => set.name === name)) return new Map();
  const { queries } = await ask('GET /api/judgments/{name}', { name, signal });
  const judged = queries.find(({ text }) => text === query)?.judgments ?? [];
  return new Map(judged.map(({ document, grade }) => [document, grade]));
}
