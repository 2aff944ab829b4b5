import { useEffect, useState } from 'preact/hooks';
import { Field } from '../../parts/basics.tsx';
import { type Asked, parametersOf } from '../../parts/search/asked.ts';
import { AskedForm } from '../../parts/search/asked-form.tsx';
import { PipelineField } from '../../parts/search/choices.tsx';
import { keepText } from '../../state/kept-texts.ts';
import { go } from '../../state/location.ts';
import { useText } from '../../text/bilingual.ts';
import { whyText } from '../../text/why.ts';

interface WhyFormProps {
  readonly asked: Asked;
  /** Empty: the one that the index goes through. */
  readonly pipeline: string;
  /** Hits of a search for words. */
  readonly size: number;
  readonly trace: string;
}

export function WhyForm({ asked, pipeline, size, trace }: WhyFormProps) {
  const text = useText(whyText);
  const [chosen, setChosen] = useState(pipeline);
  const [id, setId] = useState(trace);
  useEffect(() => setChosen(pipeline), [pipeline]);
  return (
    <div>
      <AskedForm
        asked={asked}
        size={size}
        onAsk={(wanted) => {
          keepText(wanted.body);
          go('why', { ...parametersOf(wanted), pipeline: chosen });
        }}
      >
        <PipelineField name="pipeline" optional value={chosen} onChange={setChosen} />
        <button type="submit">{text.explain}</button>
      </AskedForm>
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
