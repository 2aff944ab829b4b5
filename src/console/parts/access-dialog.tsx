import { useEffect, useRef, useState } from 'preact/hooks';
import { access, accessRefused, keepAccess } from '../state/access.ts';
import { createStore, useStore } from '../state/store.ts';
import { useText } from '../text/bilingual.ts';
import { frameText } from '../text/frame.ts';
import { Field, Notice } from './basics.tsx';

const isOpen = createStore(false);

export function openAccess(): void {
  isOpen.set(true);
}

/** Asks for the admin token and for what Elasticsearch wants to know; opens by itself once it is refused. */
export function AccessDialog() {
  const text = useText(frameText).access;
  const open = useStore(isOpen);
  const refused = useStore(accessRefused);
  const dialog = useRef<HTMLDialogElement>(null);
  const [token, setToken] = useState('');
  const [authorization, setAuthorization] = useState('');
  useEffect(() => {
    if (refused) isOpen.set(true);
  }, [refused]);
  useEffect(() => {
    if (!open) return dialog.current?.close();
    setToken(access.get().token);
    setAuthorization(access.get().authorization);
    if (dialog.current?.open === false) dialog.current.showModal();
  }, [open]);

  const keep = (given: Parameters<typeof keepAccess>[0]): void => {
    keepAccess(given);
    isOpen.set(false);
  };
  return (
    <dialog ref={dialog} aria-labelledby="access-title" onClose={() => isOpen.set(false)}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          keep({ token: token.trim(), authorization: authorization.trim() });
        }}
      >
        <h2 id="access-title">{text.title}</h2>
        {refused && (
          <Notice tone="warn">
            <p>{text.refused}</p>
          </Notice>
        )}
        <Field label={text.token} hint={text.tokenHint}>
          <input
            type="password"
            name="token"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </Field>
        <Field label={text.engine} hint={text.engineHint}>
          <input
            type="password"
            name="authorization"
            autocomplete="off"
            value={authorization}
            onInput={(event) => setAuthorization(event.currentTarget.value)}
          />
        </Field>
        <p class="muted">{text.about}</p>
        <div class="row row-end">
          <button type="button" class="quiet" onClick={() => keep({ token: '', authorization: '' })}>
            {text.forget}
          </button>
          <button type="button" class="quiet" onClick={() => isOpen.set(false)}>
            {text.cancel}
          </button>
          <button type="submit">{text.save}</button>
        </div>
      </form>
    </dialog>
  );
}
