import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useText } from '../../text/bilingual.ts';
import { searchFormText } from '../../text/search-form.ts';
import { jsonFault } from '../json-fault.ts';

interface BodyFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search body as JSON; the form is not sent while it is none, and the cursor goes to where it stops being one. */
export function BodyField({ value, onChange }: BodyFieldProps) {
  const text = useText(searchFormText);
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // Who still writes is not told that the end is missing.
  const [isTold, setTold] = useState(false);
  const fault = jsonFault(value);
  const message =
    fault === undefined ? '' : text.faultAt(fault.line, fault.column, text.problems[fault.problem]);
  useEffect(() => area.current?.setCustomValidity(message), [message]);
  const shown = isTold ? message : '';
  return (
    <div class="field field-body">
      <label class="field-label" for={id}>
        {text.body}
      </label>
      <textarea
        ref={area}
        id={id}
        name="body"
        spellcheck={false}
        value={value}
        placeholder={'{\n  "query": { "match": { "title": "蓝牙耳机" } }\n}'}
        aria-invalid={shown !== ''}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onChange(event.currentTarget.value)}
        onBlur={() => setTold(value.trim() !== '')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        onInvalid={(event) => {
          event.preventDefault();
          setTold(true);
          event.currentTarget.focus();
          if (fault !== undefined) event.currentTarget.setSelectionRange(fault.offset, fault.offset + 1);
        }}
      />
      <span id={`${id}-hint`} class={shown === '' ? 'field-hint' : 'field-hint is-bad'} role="status">
        {shown === '' ? text.bodyHint : shown}
      </span>
    </div>
  );
}
