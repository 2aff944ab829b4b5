import { useState } from 'preact/hooks';
import { ask } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { access } from '../../state/access.ts';
import { useStore } from '../../state/store.ts';
import { useText } from '../../text/bilingual.ts';
import { searchFormText } from '../../text/search-form.ts';
import { type Asked, bodyForWords, searchOf } from './asked.ts';
import { curlOf } from './curl.ts';
import { useTextFields } from './known-index.ts';

interface CopyCurlProps {
  readonly asked: Asked;
  /** Empty: the one that the index goes through. */
  readonly pipeline: string;
  /** Hits that a search for words shows. */
  readonly size: number;
}

/** Copies the search as a command for a shell; where the browser does not let it, shows the command to be copied by hand. */
export function CopyCurl({ asked, pipeline, size }: CopyCurlProps) {
  const text = useText(searchFormText);
  const fields = useTextFields(asked.index);
  const authorized = useStore(access).authorization !== '';
  const { value: system } = useAnswer('system', (signal) => ask('GET /api/system', { signal }));
  const [copied, setCopied] = useState<string>();
  const [byHand, setByHand] = useState<string>();
  const port = system?.gateway.dataPort ?? null;
  if (port === null) return null;
  const command = curlOf({
    url: `http://${window.location.hostname}:${port}`,
    index: asked.index,
    body: asked.body === '' ? bodyForWords(asked.q, fields, size) : asked.body,
    pipeline,
    context: searchOf(asked).context ?? {},
    authorized,
  });
  return (
    <div class="copy">
      <button
        type="button"
        class="quiet small"
        onClick={() => {
          void write(command).then((isDone) => (isDone ? setCopied(command) : setByHand(command)));
        }}
      >
        {copied === command ? text.copied : text.copyCurl}
      </button>
      <span class="unseen" role="status">
        {copied === command ? text.copied : ''}
      </span>
      {byHand === command && (
        <textarea
          class="copy-by-hand"
          readOnly
          aria-label={text.curl}
          value={command}
          ref={(area) => area?.select()}
        />
      )}
    </div>
  );
}

/** False where the browser has no clipboard for this page, as on plain HTTP from another machine, or refuses it. */
async function write(command: string): Promise<boolean> {
  // Not in every context, whatever its type says.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return false;
  return clipboard.writeText(command).then(
    () => true,
    () => false,
  );
}
