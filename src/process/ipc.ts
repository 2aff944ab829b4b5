import { ERRORS, type ErrorCode, GatewayError, toGatewayError } from '../errors.ts';

/** Two processes of one gateway, talking by Node's channel. */
export interface Channel {
  send(message: unknown): void;
  /** Calls the listener with each message of the other side. */
  listen(listener: (message: unknown) => void): void;
}

/** What one side can be asked; argument and result cross as JSON. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
  readonly kind: 'call';
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

interface Answer {
  readonly kind: 'answer';
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Caller {
  /** @throws GatewayError as the other side threw it, or `internal` when it does not answer in time */
  call(method: string, argument: unknown, timeoutMs: number): Promise<unknown>;
  /** Ends what is still waiting: the other side is gone. */
  close(): void;
}

/** Asks the other side. */
export function createCaller(channel: Channel): Caller {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  channel.listen((message) => {
    if (isKind<Answer>(message, 'answer')) waiting.get(message.id)?.(message);
  });
  return {
    call(method, argument, timeoutMs) {
      const id = ++last;
      return new Promise((resolve, reject) => {
        const settle = (answer: Answer): void => {
          clearTimeout(timer);
          waiting.delete(id);
          if (answer.error === undefined) resolve(answer.result);
          else reject(new GatewayError(knownCode(answer.error.code), answer.error.message));
        };
        const fail = (message: string): void =>
          settle({ kind: 'answer', id, error: { code: 'internal', message } });
        const timer = setTimeout(
          () =>
            fail(`another process of this gateway did not answer "${method}" within ${timeoutMs / 1000} s`),
          timeoutMs,
        );
        waiting.set(id, settle);
        channel.send({ kind: 'call', id, method, argument } satisfies Call);
      });
    },
    close() {
      for (const [id, settle] of waiting) {
        settle({ kind: 'answer', id, error: { code: 'internal', message: 'the process is gone' } });
      }
    },
  };
}

/** Answers what the other side asks. */
export function answerCalls(channel: Channel, handlers: Handlers): void {
  channel.listen((message) => {
    if (isKind<Call>(message, 'call')) void answer(channel, handlers, message);
  });
}

async function answer(channel: Channel, handlers: Handlers, { id, method, argument }: Call): Promise<void> {
  try {
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (handler === undefined) throw new GatewayError('internal', `nobody answers ${method}`);
    const result: unknown = await handler(argument as never);
    channel.send({ kind: 'answer', id, result } satisfies Answer);
  } catch (error) {
    const { code, message } = toGatewayError(error);
    channel.send({ kind: 'answer', id, error: { code, message } } satisfies Answer);
  }
}

/**
 * A word without an answer: `here` when a process listens (what is sent to it earlier is lost), `uncaught`
 * when an error reached its last-resort handler.
 */
export type Notice =
  | { readonly kind: 'notice'; readonly name: 'here' }
  | { readonly kind: 'notice'; readonly name: 'uncaught'; readonly detail: 'exception' | 'rejection' };

export function onNotice(channel: Channel, listener: (notice: Notice) => void): void {
  channel.listen((message) => {
    if (isKind<Notice>(message, 'notice')) listener(message);
  });
}

function isKind<T extends { readonly kind: string }>(message: unknown, kind: T['kind']): message is T {
  return typeof message === 'object' && message !== null && (message as { kind?: unknown }).kind === kind;
}

function knownCode(code: string): ErrorCode {
  return Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
}
