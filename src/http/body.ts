import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';

/** A request body as far as it was read. */
export interface ReadBody {
  /** The bytes as they came, in chunks; to be handed on when the request is not ours after all. */
  readonly chunks: readonly Buffer[];
  /** False when the limit was reached first: the rest still waits in the request. */
  readonly complete: boolean;
}

/**
 * Reads a body up to `limitBytes`. Past the limit reading stops without losing what came: the caller streams
 * the chunks and the rest on.
 * @throws the stream's own error when the client goes away
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (): void => {
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('error', reject);
      request.off('close', onClose);
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= limitBytes) return;
      stop();
      request.pause();
      resolve({ chunks, complete: false });
    };
    const onEnd = (): void => {
      stop();
      resolve({ chunks, complete: true });
    };
    const onClose = (): void => {
      stop();
      reject(new Error('the client went away before its body was complete'));
    };
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('error', reject);
    request.on('close', onClose);
  });
}

const DECODERS = new Map([
  ['gzip', promisify(gunzip) as (bytes: Buffer, options: object) => Promise<Buffer>],
  ['deflate', promisify(inflate) as (bytes: Buffer, options: object) => Promise<Buffer>],
]);

/**
 * A decoded copy of a body; undefined when its encoding is unknown, broken, nested, or larger than
 * `limitBytes` once decoded, so that a compression bomb costs no more than the limit.
 */
export async function decodeBody(
  bytes: Buffer,
  encoding: string | undefined,
  limitBytes: number,
): Promise<Buffer | undefined> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return bytes;
  const decode = DECODERS.get(encoding.trim().toLowerCase());
  if (decode === undefined) return undefined;
  return decode(bytes, { maxOutputLength: limitBytes }).catch(() => undefined);
}
