import { Worker } from 'node:worker_threads';
import { messageOf } from '../fault.ts';
import { type Batch, type BatchAnswer, type Device, DeviceLost, type DeviceName } from './device.ts';
import type { FromThread, ThreadData, ToThread } from './messages.ts';

export interface OnnxDeviceOptions extends ThreadData {
  readonly device: DeviceName;
  /** The thread's entry, compiled; the one beside this file unless given. */
  readonly entry?: URL | undefined;
}

interface Waiting {
  resolve(message: FromThread): void;
  reject(error: Error): void;
}

/** ONNX Runtime in a thread of its own. It tells its makers nothing, unless the variable says that it may. */
export function createOnnxDevice({ device, threads, entry }: OnnxDeviceOptions): Device {
  // Otherwise version 1.30 keeps a number for the machine under $HOME/.cache and reports to Microsoft by HTTPS. Native
  // code reads the variable; there is no other switch, and a thread's own environment does not reach it.
  // eslint-disable-next-line node/no-process-env
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
  const data: ThreadData = { device, threads };
  const worker = new Worker(entry ?? new URL('./thread.js', import.meta.url), {
    workerData: data,
    name: `inference-${device}`,
  });
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let gone: string | undefined;
  let sayLost: (reason: string) => void;
  const lost = new Promise<string>((resolve) => (sayLost = resolve));

  function end(reason: string): void {
    if (gone !== undefined) return;
    gone = reason;
    for (const asked of waiting.values()) asked.reject(new DeviceLost(reason));
    waiting.clear();
    sayLost(reason);
  }

  worker.on('message', (message: FromThread) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'failed') asked?.reject(new Error(message.message));
    else asked?.resolve(message);
  });
  worker.on('error', (error) => end(messageOf(error)));
  worker.on('exit', (code) => end(`its thread ended with ${code}`));

  function ask(
    message: DistributiveOmit<ToThread, 'id'>,
    transfer: readonly ArrayBuffer[],
  ): Promise<FromThread> {
    if (gone !== undefined) return Promise.reject(new DeviceLost(gone));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...message, id } satisfies ToThread, transfer);
    });
  }

  return {
    name: device,
    lost,
    async load(graphs) {
      const answer = await ask({ kind: 'load', graphs }, []);
      return answer.kind === 'loaded' ? answer.graphs : [];
    },
    async run(batch: Batch): Promise<BatchAnswer> {
      const { ids, types, lengths } = batch;
      const answer = await ask({ kind: 'run', batch }, [ids.buffer, types.buffer, lengths.buffer]);
      if (answer.kind !== 'ran') throw new Error('the device answered something else');
      return answer.answer;
    },
    async close() {
      end('closed');
      await worker.terminate();
    },
  };
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
