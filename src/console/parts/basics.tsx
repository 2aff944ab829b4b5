import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { AskFault } from '../api/client.ts';
import { useText } from '../text/bilingual.ts';
import { frameText } from '../text/frame.ts';

interface PanelProps {
  readonly title: string;
  /** Beside the title, at the far end. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A titled part of a page. */
export function Panel({ title, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div class="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

export function Notice({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** What went wrong, in plain words, and what can be done. */
export function Fault({ fault, again }: { fault: AskFault; again?: () => void }) {
  const text = useText(frameText);
  return (
    <Notice tone="bad">
      <p>
        {text.faults[fault.kind]}
        {fault.message !== '' && <span class="fault-said"> {sentence(fault.message)}</span>}
      </p>
      {fault.faults.length > 0 && (
        <ul class="faults">
          {fault.faults.map(({ file, line, path, message, suggestion }, at) => (
            <li key={at}>
              <span class="mono">{[file ?? path, line].filter((part) => part !== undefined).join(':')}</span>{' '}
              {message} {suggestion}
            </li>
          ))}
        </ul>
      )}
      {again !== undefined && (
        <button type="button" class="quiet" onClick={again}>
          {text.again}
        </button>
      )}
    </Notice>
  );
}

/** A message of the gateway as it stands behind another sentence. */
function sentence(message: string): string {
  const capital = message.slice(0, 1).toUpperCase() + message.slice(1);
  return /[.!?。！？]$/.test(capital) ? capital : `${capital}.`;
}

export function Busy() {
  return (
    <p class="busy" role="status">
      {useText(frameText).busy}
    </p>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** `grow` takes what room there is. */
  readonly width?: 'grow';
  readonly children: ComponentChildren;
}

/** A labelled control; the label holds it. */
export function Field({ label, hint, width, children }: FieldProps) {
  return (
    <label class={width === undefined ? 'field' : `field field-${width}`}>
      <span class="field-label">{label}</span>
      {children}
      {hint !== undefined && <span class="field-hint">{hint}</span>}
    </label>
  );
}

/** Content wider than the page: it scrolls by itself, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
