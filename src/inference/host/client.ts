import { connect, type Socket } from 'node:net';
import type { CrossEncoder, ScoreOptions, Scoring } from '../../domain/cross-encoder.ts';
import type { Unanswered } from '../../domain/inference.ts';
import type { Logger } from '../../domain/logger.ts';
import type { Encoding, TextEncoder } from '../../domain/text-encoder.ts';
import { messageOf } from '../fault.ts';
import { inTime, unanswered } from '../in-time.ts';
import type { Offer, OfferedEncoder } from '../local/local-models.ts';
import type { Time } from '../../domain/time.ts';
import { encodeFrame, type Frame, frameReader, MOST_FRAME_BYTES } from './frames.ts';
import type { FromHost, ToHost } from './messages.ts';

export interface HostClientOptions {
  /** The socket of the inference process. */
  readonly path: string;
  readonly time: Time;
  readonly logger: Logger;
}

/** The inference process, as a serving process sees it. */
export interface HostClient {
  readonly crossEncoder: CrossEncoder;
  encoder(offered: OfferedEncoder): TextEncoder;
  /** What was said last; undefined while there is no connection. */
  offer(): Offer | undefined;
  /** Resolves when something is offered, or after so many milliseconds. */
  settled(withinMs: number): Promise<void>;
  close(): void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** Questions that the socket has not taken yet; beyond it they are refused at once. */
const MOST_UNSENT_BYTES = 16 * 1024 * 1024;

type Ask = (id: number) => ToHost;
type Reply = { readonly message: FromHost; readonly numbers: Float32Array | undefined } | Unanswered;

/** Connects, and connects again whenever the other side has gone; questions in between are not answered. */
export function connectToHost({ path, time, logger }: HostClientOptions): HostClient {
  const waiting = new Map<number, (reply: Reply) => void>();
  const watchers = new Set<() => void>();
  let socket: Socket | undefined;
  /** The same, or one that is not connected yet. */
  let current: Socket | undefined;
  let offer: Offer | undefined;
  let nextId = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let closed = false;
  let retry = (): void => undefined;

  function open(): void {
    const opening = connect(path);
    current = opening;
    const read = frameReader(receive);
    opening.on('connect', () => {
      socket = opening;
    });
    opening.on('data', (chunk: Buffer) => {
      try {
        read(chunk);
      } catch (error) {
        opening.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    opening.on('error', (error) =>
      logger.debug({ reason: messageOf(error) }, 'no way to the inference process'),
    );
    opening.on('close', () => {
      if (offer !== undefined && !closed)
        logger.warn({}, 'the inference process is gone; models are not asked');
      socket = undefined;
      offer = undefined;
      for (const settle of waiting.values()) settle(unanswered('closed', 'the inference process went away'));
      waiting.clear();
      if (closed) return;
      retry = time.after(pauseMs, open);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    });
    // It alone keeps no process alive.
    opening.unref();
  }

  function receive({ json, numbers }: Frame): void {
    const message = json as FromHost;
    if (message.kind === 'offer') {
      offer = message.offer;
      pauseMs = FIRST_PAUSE_MS;
      for (const watcher of watchers) watcher();
      return;
    }
    waiting.get(message.id)?.({ message, numbers });
  }

  /** One question and its answer; the other side is told when nobody waits any more. */
  function ask(question: Ask, signal: AbortSignal): Promise<Reply> {
    const to = socket;
    if (to === undefined) return Promise.resolve(unanswered('closed', 'there is no inference process'));
    if (to.writableLength > MOST_UNSENT_BYTES) {
      return Promise.resolve(unanswered('shed', 'the inference process does not keep up'));
    }
    const id = nextId++;
    const frame = encodeFrame(question(id));
    if (frame.length > MOST_FRAME_BYTES) return Promise.resolve(unanswered('shed', 'the texts are too long'));
    return new Promise((resolve) => {
      const cancel = (): void => {
        settle(unanswered('cancelled', 'the caller gave up'));
        to.write(encodeFrame({ kind: 'cancel', id } satisfies ToHost));
      };
      const settle = (reply: Reply): void => {
        waiting.delete(id);
        signal.removeEventListener('abort', cancel);
        resolve(reply);
      };
      waiting.set(id, settle);
      signal.addEventListener('abort', cancel, { once: true });
      to.write(frame);
    });
  }

  function readable(texts: readonly string[]): readonly string[] {
    return texts.map((text) => text.slice(0, offer?.characters));
  }

  function score(query: string, texts: readonly string[], limits: ScoreOptions): Promise<Scoring> {
    const { budgetMs, traceparent: trace } = limits;
    return inTime<Scoring>(limits, time, async (signal) => {
      const reply = await ask(
        (id) => ({ kind: 'score', id, query, texts: readable(texts), budgetMs, trace }),
        signal,
      );
      if ('kind' in reply) return reply;
      if (reply.message.kind === 'scoring') return reply.message.scoring;
      return reply.message.kind === 'unanswered' ? reply.message.why : unanswered('failed', 'no scores came');
    });
  }

  open();
  return {
    crossEncoder: { score },
    encoder: ({ modelId, dims }) => ({
      modelId,
      dims,
      encode: (texts, { as, traceparent: trace, ...limits }) =>
        inTime<Encoding>(limits, time, async (signal) => {
          const { budgetMs } = limits;
          const reply = await ask(
            (id) => ({
              kind: 'encode',
              id,
              modelId,
              texts: readable(texts),
              as,
              budgetMs,
              trace,
            }),
            signal,
          );
          if ('kind' in reply) return reply;
          const { message, numbers } = reply;
          if (message.kind === 'unanswered') return message.why;
          const vectors = numbers ?? new Float32Array(0);
          if (message.kind === 'encoded' && vectors.length === texts.length * dims)
            return { kind: 'encoded', vectors, readShare: message.readShare };
          return unanswered('failed', 'the vectors are not as long as they were said to be');
        }),
    }),
    offer: () => offer,
    settled: (withinMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          stop();
          watchers.delete(done);
          resolve();
        };
        const stop = time.after(withinMs, done);
        if (offer === undefined) watchers.add(done);
        else done();
      }),
    close() {
      closed = true;
      retry();
      current?.destroy();
    },
  };
}
