import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../../text/bilingual.ts';
import { searchFormText } from '../../text/search-form.ts';
import { type Asked, bodyForWords } from './asked.ts';
import { BodyField } from './body-field.tsx';
import { IndexField } from './choices.tsx';
import { ContextField, QueryField } from './common-fields.tsx';
import { useTextFields } from './known-index.ts';

interface AskedFormProps {
  readonly asked: Asked;
  readonly onAsk: (asked: Asked) => void;
  /** Hits that a search for words shows. */
  readonly size: number;
  /** More fields, and the button that sends. */
  readonly children: ComponentChildren;
}

/** A form that asks for a search: by words as a customer types them, or by the whole request of an app. */
export function AskedForm({ asked, onAsk, size, children }: AskedFormProps) {
  const text = useText(searchFormText);
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(asked);
  const [isWhole, setWhole] = useState(asked.body !== '');
  const fields = useTextFields(typed.index);
  useEffect(() => {
    // What was typed of the other kind stays, for whoever turns back.
    setTyped(({ q, body }) => ({ ...asked, q: asked.q || q, body: asked.body || body }));
    setWhole(asked.body !== '');
  }, [JSON.stringify(asked)]);
  const set = (changed: Partial<Asked>): void => setTyped((before) => ({ ...before, ...changed }));
  const turn = (): void => {
    if (!isWhole && typed.body === '') set({ body: bodyForWords(typed.q, fields, size) });
    setWhole(!isWhole);
    turned.current = true;
  };
  // The field that took the place of the other is where the reader goes on.
  const turned = useRef(false);
  useEffect(() => {
    if (turned.current) form.current?.querySelector<HTMLElement>('[name=query], [name=body]')?.focus();
    turned.current = false;
  }, [isWhole]);
  return (
    <form
      ref={form}
      class="form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(isWhole ? { ...typed, q: '' } : { ...typed, body: '' });
      }}
    >
      {isWhole ? (
        <BodyField value={typed.body} onChange={(body) => set({ body })} />
      ) : (
        <QueryField value={typed.q} onChange={(q) => set({ q })} />
      )}
      <IndexField value={typed.index} onChange={(index) => set({ index })} />
      <ContextField value={typed.context} onChange={(context) => set({ context })} />
      {children}
      <button type="button" class="quiet" onClick={turn}>
        {isWhole ? text.wordsInstead : text.bodyInstead}
      </button>
    </form>
  );
}
