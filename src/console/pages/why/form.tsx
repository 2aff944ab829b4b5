import { useEffect, useState } from 'preact/hooks';
import { Field } from '../../parts/basics.tsx';
import { ContextField, QueryField } from '../../parts/search/common-fields.tsx';
import { IndexField, PipelineField } from '../../parts/search/choices.tsx';
import { go } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { whyText } from '../../text/why.ts';

/** What is explained; all of it stands in the address. */
export interface Explaining {
  readonly q: string;
  readonly index: string;
  readonly context: string;
  /** Empty: the one that the index goes through. */
  readonly pipeline: string;
}

export function WhyForm({ explaining, trace }: { explaining: Explaining; trace: string }) {
  const text = useText(whyText);
  const [form, setForm] = useState(explaining);
  const [id, setId] = useState(trace);
  useEffect(() => setForm(explaining), [JSON.stringify(explaining)]);
  const set = (changed: Partial<Explaining>): void => setForm((before) => ({ ...before, ...changed }));
  return (
    <div>
      <form
        class="form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          go('why', { ...form });
        }}
      >
        <QueryField value={form.q} onChange={(q) => set({ q })} />
        <IndexField value={form.index} onChange={(index) => set({ index })} />
        <ContextField value={form.context} onChange={(context) => set({ context })} />
        <PipelineField
          name="pipeline"
          optional
          value={form.pipeline}
          onChange={(pipeline) => set({ pipeline })}
        />
        <button type="submit">{text.explain}</button>
      </form>
      <details class="other" open={trace !== ''}>
        <summary>{text.openTrace}</summary>
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            go('why', { trace: id.trim() });
          }}
        >
          <Field label={text.trace} hint={text.traceHint} width="grow">
            <input
              name="trace"
              required
              spellcheck={false}
              value={id}
              onInput={(event) => setId(event.currentTarget.value)}
            />
          </Field>
          <button type="submit" class="quiet">
            {text.showTrace}
          </button>
        </form>
      </details>
    </div>
  );
}
