import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../../domain/logger.ts';
import { messageOf } from '../fault.ts';
import { unanswered } from '../in-time.ts';
import type { LocalModels } from '../local/local-models.ts';
import { encodeFrame, frameReader } from './frames.ts';
import type { FromHost, ToHost } from './messages.ts';

/** Answers that a serving process has not taken yet; beyond it no more of its questions are read. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;
/** Questions of one connection at the same time; a serving process asks at most as many as it has searches. */
const MOST_OPEN = 4096;

export interface HostServer {
  /** Listens on a socket of the file system, or a named pipe on Windows. */
  listen(path: string): Promise<void>;
  /** Tells every serving process what there is now. */
  announce(): void;
  close(): void;
}

/** Answers serving processes out of one process's models. */
export function createHostServer(models: Omit<LocalModels, 'reload'>, logger: Logger): HostServer {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    serve(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  function serve(socket: Socket): void {
    const open = new Map<number, AbortController>();
    const send = (message: FromHost, numbers?: Float32Array): void => {
      if (socket.destroyed) return;
      socket.write(encodeFrame(message, numbers));
      if (socket.writableLength > MOST_UNREAD_BYTES) socket.pause();
    };
    const fail = (error: unknown): void => {
      logger.warn({ reason: messageOf(error) }, 'a connection of a serving process broke');
      socket.destroy();
    };
    const read = frameReader(({ json }) => {
      const message = json as ToHost;
      if (message.kind === 'cancel') return open.get(message.id)?.abort();
      if (open.size >= MOST_OPEN) {
        return send({ kind: 'unanswered', id: message.id, why: unanswered('shed', 'too many questions') });
      }
      const controller = new AbortController();
      open.set(message.id, controller);
      answer(models, message, controller.signal)
        .then((reply) => send(...reply), fail)
        .finally(() => open.delete(message.id));
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        read(chunk);
      } catch (error) {
        fail(error);
      }
    });
    socket.on('drain', () => socket.resume());
    socket.on('error', (error) => logger.debug({ err: error }, 'a serving process went away'));
    socket.on('close', () => {
      for (const controller of open.values()) controller.abort();
    });
    send({ kind: 'offer', offer: models.offer() });
  }

  return {
    listen: (path) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(path, () => resolve());
      }),
    announce() {
      const frame = encodeFrame({ kind: 'offer', offer: models.offer() } satisfies FromHost);
      for (const socket of sockets) socket.write(frame);
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function answer(
  models: Omit<LocalModels, 'reload'>,
  message: Exclude<ToHost, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<[FromHost, Float32Array?]> {
  const { id, texts, budgetMs, trace: traceparent } = message;
  if (message.kind === 'score') {
    return [
      {
        kind: 'scoring',
        id,
        scoring: await models.crossEncoder.score(message.query, texts, { signal, budgetMs, traceparent }),
      },
    ];
  }
  const { modelId, as } = message;
  const encoding = await models.encode(modelId, texts, { as, signal, budgetMs, traceparent });
  if (encoding.kind === 'unanswered') return [{ kind: 'unanswered', id, why: encoding }];
  return [{ kind: 'encoded', id, readShare: encoding.readShare }, encoding.vectors];
}
