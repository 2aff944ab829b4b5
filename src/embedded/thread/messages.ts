import type { IndexDescription } from '../../domain/catalog.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import type { ErrorCode } from '../../errors.ts';

/** What the engine's thread is started with. */
export interface ThreadData {
  readonly dir: string;
}

export interface RequestMessage {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array | null;
}

export type ToThread = RequestMessage | { readonly kind: 'close' };

export interface AnswerMessage {
  readonly kind: 'answer';
  readonly id: number;
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type FromThread =
  | AnswerMessage
  | { readonly kind: 'ready'; readonly damages: readonly string[] }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'catalog'; readonly indices: readonly IndexDescription[] }
  | {
      readonly kind: 'log';
      readonly level: LogLevel;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly message: string;
    }
  | { readonly kind: 'closed' };
