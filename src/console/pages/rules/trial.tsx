import { useState } from 'preact/hooks';
import { ask } from '../../api/client.ts';
import { useAction } from '../../api/use-answer.ts';
import { Busy, Fault, Field, Notice, Panel } from '../../parts/basics.tsx';
import { parseContext } from '../../parts/context-text.ts';
import { ContextField } from '../../parts/search/common-fields.tsx';
import { IndexField } from '../../parts/search/choices.tsx';
import type { PageParameters } from '../../state/hash.ts';
import { remember } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { rulesText } from '../../text/rules.ts';
import { RuleFaults } from './rule-faults.tsx';
import { Tried } from './tried.tsx';

const MOST_QUERIES = 25;
const FIRST_FILE = 'try.rules.txt';

/** A rule text and queries: is it sound, and what would it change? Its text stands in the address, too. */
export function RuleTrial({ parameters }: { parameters: PageParameters }) {
  const text = useText(rulesText);
  const { index = 'products', file = FIRST_FILE, rules = '', queries = '', context = '' } = parameters;
  const [form, setForm] = useState({ index, file, rules, queries, context });
  const set = (changed: Partial<typeof form>): void => setForm((before) => ({ ...before, ...changed }));
  const asked = form.queries.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

  const checking = useAction(() =>
    ask('POST /api/rules/check', { body: { file: form.file, text: form.rules, index: form.index } }),
  );
  const trying = useAction(() =>
    ask('POST /api/rules/try', {
      body: {
        index: form.index,
        file: form.file,
        rules: form.rules,
        queries: asked,
        context: parseContext(form.context) ?? {},
      },
    }),
  );
  const [last, setLast] = useState<'check' | 'try'>();
  const shown = last === 'check' ? checking : trying;
  const isBusy = checking.state === 'busy' || trying.state === 'busy';
  const start = (what: 'check' | 'try'): void => {
    remember('rules', form);
    setLast(what);
    (what === 'check' ? checking : trying).run(undefined);
  };
  return (
    <Panel title={text.trial} aside={<span class="muted">{text.trialHint}</span>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start('try');
        }}
      >
        <div class="form form-flat">
          <IndexField value={form.index} onChange={(changed) => set({ index: changed })} />
          <Field label={text.fileName} width="grow">
            <input
              name="file"
              required
              spellcheck={false}
              title={text.fileHint}
              value={form.file}
              onInput={(event) => set({ file: event.currentTarget.value })}
            />
          </Field>
          <ContextField value={form.context} onChange={(changed) => set({ context: changed })} />
        </div>
        <div class="trial-texts">
          <Field label={text.text} hint={text.fileHint}>
            <textarea
              name="rules"
              required
              spellcheck={false}
              value={form.rules}
              placeholder={'"手机" =>\n  UP(5): category:手机数码'}
              onInput={(event) => set({ rules: event.currentTarget.value })}
            />
          </Field>
          <Field label={text.queries}>
            <textarea
              name="queries"
              spellcheck={false}
              value={form.queries}
              placeholder={'手机\nphone case'}
              onInput={(event) => set({ queries: event.currentTarget.value })}
            />
          </Field>
        </div>
        <div class="row">
          <button type="submit" disabled={isBusy || asked.length === 0 || asked.length > MOST_QUERIES}>
            {text.run}
          </button>
          <button
            type="button"
            class="quiet"
            disabled={isBusy || form.rules === ''}
            onClick={() => start('check')}
          >
            {text.check}
          </button>
          {(asked.length === 0 || asked.length > MOST_QUERIES) && (
            <span class="muted">{text.fewQueries}</span>
          )}
        </div>
      </form>
      <div class="trial-answer">
        {isBusy && <Busy />}
        {shown.fault !== undefined && <Fault fault={shown.fault} />}
        {shown.value !== undefined && (
          <RuleFaults report={{ ...shown.value, refused: null }} errorsSay={text.unsound} />
        )}
        {shown.value?.errors.length === 0 && <Notice tone="good">{text.sound}</Notice>}
        {last === 'try' && trying.value !== undefined && <Tried results={trying.value.results} />}
      </div>
    </Panel>
  );
}
