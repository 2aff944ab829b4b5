import type { MessagePort } from 'node:worker_threads';
import type { Logger } from '../../domain/logger.ts';
import { toGatewayError } from '../../errors.ts';
import type { LazySegmenter } from '../engine/lazy-segmenter.ts';
import type { EmbeddedEngine } from '../open.ts';
import { openEmbedded } from '../open.ts';
import type { FromThread, LogLevel, RequestMessage, ThreadData, ToThread } from './messages.ts';

export interface ServeOptions {
  readonly port: MessagePort;
  readonly data: ThreadData;
  readonly segmenter: (logger: Logger) => LazySegmenter;
}

/** Answers smaller than this are copied: they lie in a pool that others use too. */
const TRANSFER_FROM = 16_384;

/** Runs the engine behind a message port: the thread's whole work. */
export async function serveEngine({ port, data, segmenter }: ServeOptions): Promise<void> {
  const post = (message: FromThread, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  const logger = remoteLogger(post);
  let engine: EmbeddedEngine;
  try {
    engine = await openEmbedded({
      dir: data.dir,
      segmenter: segmenter(logger),
      logger,
      onFatal: (error) => setImmediate(() => die(error)),
    });
  } catch (error) {
    const { code, message } = toGatewayError(error);
    post({ kind: 'failed', code, message });
    port.close();
    return;
  }
  let revision = -1;
  const showCatalog = (): void => {
    if (engine.revision() === revision) return;
    revision = engine.revision();
    post({ kind: 'catalog', indices: engine.describe() });
  };
  const answer = async ({ id, method, path, headers, body }: RequestMessage): Promise<void> => {
    const reply = await engine.handle({ method, path, headers, body });
    // The catalogue goes first: who reads this answer finds in it what the request made.
    showCatalog();
    const whole = reply.body.length >= TRANSFER_FROM && reply.body.length === reply.body.buffer.byteLength;
    const transfer = whole ? [reply.body.buffer as ArrayBuffer] : [];
    post({ kind: 'answer', id, status: reply.status, headers: reply.headers, body: reply.body }, transfer);
  };
  port.on('message', (message: ToThread) => {
    const task = message.kind === 'request' ? answer(message) : close(engine, port, post);
    task.catch(die);
  });
  showCatalog();
  post({ kind: 'ready', damages: engine.damages });
}

async function close(
  engine: EmbeddedEngine,
  port: MessagePort,
  post: (message: FromThread) => void,
): Promise<void> {
  await engine.close();
  post({ kind: 'closed' });
  port.close();
}

/** Ends the thread: an error that nobody catches. */
function die(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function remoteLogger(post: (message: FromThread) => void): Logger {
  const at =
    (level: LogLevel): Logger['info'] =>
    (fields, message) =>
      post({ kind: 'log', level, fields, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
