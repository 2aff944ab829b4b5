import { GatewayError } from '../../errors.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import { MAX_RETRIES, backOff, isBusy } from './back-off.ts';
import type { DocumentFault, IndexAction } from './document.ts';

const LINE_END = Buffer.from('\n');

export interface BulkResult {
  readonly indexed: number;
  readonly faults: readonly DocumentFault[];
}

interface BulkItem {
  readonly status: number;
  readonly error?: { readonly type?: string; readonly reason?: string; readonly caused_by?: Cause };
}
interface Cause {
  readonly reason?: string;
}

/**
 * Indexes a batch. What the engine was too busy for is sent again, only that; a batch that is too large for it
 * is halved.
 * @throws GatewayError when the engine cannot be reached, stays busy, or refuses the request as a whole
 */
export async function sendBulk(
  client: EngineClient,
  index: string,
  batch: readonly IndexAction[],
  signal: AbortSignal,
): Promise<BulkResult> {
  let waiting = batch;
  let indexed = 0;
  const faults: DocumentFault[] = [];
  for (let retry = 0; waiting.length > 0; retry++) {
    if (retry > 0) await backOff(retry, signal);
    signal.throwIfAborted();
    const items = await attempt(client, index, waiting, retry < MAX_RETRIES);
    if (items === 'too large') {
      if (waiting.length === 1) {
        const [action] = waiting;
        if (action !== undefined) {
          faults.push({
            line: action.line,
            id: action.id,
            status: 413,
            reason: 'larger than the engine takes',
          });
        }
        break;
      }
      const middle = Math.ceil(waiting.length / 2);
      for (const half of [waiting.slice(0, middle), waiting.slice(middle)]) {
        const result = await sendBulk(client, index, half, signal);
        indexed += result.indexed;
        faults.push(...result.faults);
      }
      break;
    }
    if (items === 'busy') continue;
    const again: IndexAction[] = [];
    for (const [at, action] of waiting.entries()) {
      const item = items[at];
      if (item === undefined) throw new GatewayError('upstream_protocol', 'the answer to _bulk is too short');
      if (item.status < 300) indexed += 1;
      else if (isBusy(item.status) && retry < MAX_RETRIES) again.push(action);
      else faults.push({ line: action.line, id: action.id, status: item.status, reason: reasonOf(item) });
    }
    waiting = again;
  }
  return { indexed, faults };
}

/** One request; 'busy' also where no node answered, as long as there are tries left. */
async function attempt(
  client: EngineClient,
  index: string,
  batch: readonly IndexAction[],
  mayRetry: boolean,
): Promise<readonly BulkItem[] | 'busy' | 'too large'> {
  const path = `/${encodeURIComponent(index)}/_bulk`;
  let reply;
  try {
    reply = await client.send({
      method: 'POST',
      path,
      body: Buffer.concat(batch.flatMap(({ head, document }) => [head, document, LINE_END])),
      headers: { 'content-type': 'application/x-ndjson' },
    });
  } catch (error) {
    if (mayRetry && error instanceof GatewayError) return 'busy';
    throw error;
  }
  if (reply.status === 413) return 'too large';
  if (isBusy(reply.status) && mayRetry) return 'busy';
  if (reply.status !== 200) {
    throw new GatewayError('upstream_protocol', `_bulk: ${reply.status} ${engineReason(reply.text)}`);
  }
  const { items } = JSON.parse(reply.text) as { items: readonly Readonly<Record<string, BulkItem>>[] };
  // Each item is called as its action: `index`, `update`.
  return items.flatMap((item) => Object.values(item));
}

function reasonOf({ error }: BulkItem): string {
  const cause = error?.caused_by?.reason;
  const reason = `${error?.type ?? 'error'}: ${error?.reason ?? 'no reason given'}`;
  return cause === undefined ? reason : `${reason} (${cause})`;
}
