import { useEffect, useState } from 'preact/hooks';
import { ContextField, QueryField } from '../../parts/search/common-fields.tsx';
import { IndexField, PipelineField } from '../../parts/search/choices.tsx';
import { go } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { playgroundText } from '../../text/playground.ts';

/** What is compared; all of it stands in the address. */
export interface Comparing {
  readonly q: string;
  readonly index: string;
  readonly context: string;
  readonly left: string;
  readonly right: string;
}

export function PlaygroundForm({ comparing }: { comparing: Comparing }) {
  const text = useText(playgroundText);
  const [form, setForm] = useState(comparing);
  useEffect(() => setForm(comparing), [JSON.stringify(comparing)]);
  const set = (changed: Partial<Comparing>): void => setForm((before) => ({ ...before, ...changed }));
  return (
    <form
      class="form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go('playground', { ...form });
      }}
    >
      <QueryField value={form.q} onChange={(q) => set({ q })} />
      <IndexField value={form.index} onChange={(index) => set({ index })} />
      <ContextField value={form.context} onChange={(context) => set({ context })} />
      <PipelineField name="left" label={text.left} value={form.left} onChange={(left) => set({ left })} />
      <PipelineField
        name="right"
        label={text.right}
        value={form.right}
        onChange={(right) => set({ right })}
      />
      <button type="submit">{text.compare}</button>
    </form>
  );
}
