import { useText } from '../../text/bilingual.ts';
import { searchFormText } from '../../text/search-form.ts';
import { parseContext } from '../context-text.ts';
import { Field } from '../basics.tsx';

interface TextFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function QueryField({ value, onChange }: TextFieldProps) {
  const text = useText(searchFormText);
  return (
    <Field label={text.query} width="grow">
      <input
        name="query"
        type="search"
        required
        spellcheck={false}
        placeholder={text.queryPlaceholder}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

/** Pairs of `Relevance-Context`; the form is not sent while they cannot be read. */
export function ContextField({ value, onChange }: TextFieldProps) {
  const text = useText(searchFormText);
  return (
    <Field label={text.context} width="grow">
      <input
        name="context"
        spellcheck={false}
        placeholder={text.contextPlaceholder}
        value={value}
        onInput={(event) => {
          const { value: typed } = event.currentTarget;
          event.currentTarget.setCustomValidity(parseContext(typed) === undefined ? text.badContext : '');
          onChange(typed);
        }}
      />
    </Field>
  );
}
