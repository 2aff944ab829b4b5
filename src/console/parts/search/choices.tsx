import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useText } from '../../text/bilingual.ts';
import { searchFormText } from '../../text/search-form.ts';
import { Field } from '../basics.tsx';

interface ChoiceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
}

/** Names of indices told beside one that is none of them. */
const MOST_NAMES = 5;

/** Names of indices that the gateway improves; another may be typed. */
export function IndexField({ value, onChange, label }: ChoiceProps) {
  const text = useText(searchFormText);
  const { value: report } = useAnswer('indices', (signal) => ask('GET /api/indices', { signal }));
  const names = report?.indices.map(({ name }) => name) ?? [];
  // None are known of a cluster that does not answer, or tells the gateway's account nothing.
  const isStrange = names.length > 0 && report?.left === 0 && value !== '' && !names.includes(value);
  return (
    <Field
      label={label ?? text.index}
      {...(isStrange && { hint: text.strangeIndex(names.slice(0, MOST_NAMES)) })}
    >
      <input
        name="index"
        required
        list="known-indices"
        spellcheck={false}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id="known-indices">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

interface PipelineChoiceProps extends ChoiceProps {
  /** Whether the choice may be left to the index. */
  readonly optional?: boolean;
  readonly name: string;
}

/** Pipelines by name, and none of them. */
export function PipelineField({ value, onChange, label, optional = false, name }: PipelineChoiceProps) {
  const text = useText(searchFormText);
  const { value: report } = useAnswer('pipelines', (signal) => ask('GET /api/pipelines', { signal }));
  const names = new Set(['off', ...(report?.pipelines.map((pipeline) => pipeline.name) ?? []), value]);
  if (!optional) names.delete('');
  return (
    <Field label={label ?? text.pipeline}>
      <select name={name} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {[...(optional ? [''] : []), ...names]
          .filter((pipeline, at, all) => all.indexOf(pipeline) === at)
          .map((pipeline) => (
            <option key={pipeline} value={pipeline}>
              {pipeline === '' ? text.ofIndex : pipeline === 'off' ? text.plain : pipeline}
            </option>
          ))}
      </select>
    </Field>
  );
}
