import { join } from 'node:path';
import type { Shot } from '../generator/shot.ts';
import type { Options } from '../options.ts';
import { GATEWAY } from '../result.ts';
import { PLAIN_HEADERS } from '../scenarios/shots.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type Program, startProgram } from './program.ts';
import { processOnPort } from './resources.ts';

export interface Target {
  readonly name: string;
  readonly origin: string;
  readonly shots: readonly Shot[];
  /** Whose processor time and memory are read; null where this machine cannot tell. */
  readonly pid: number | null;
}

/** Everything that is asked, and what was started for it. */
export interface Scene {
  /** The gateway first. */
  readonly targets: readonly Target[];
  /** The wire behind the gateway, where it can be broken. */
  readonly faults: FaultProxy | null;
  /** The engine behind that wire. */
  readonly engineUrl: string | null;
  stop(): Promise<void>;
}

/** No index is improved: what answers is the engine. */
const ENGINE_ONLY = 'indices: {}\n';

/** Starts what the options do not name. */
export async function openScene(options: Options, shots: readonly Shot[]): Promise<Scene> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of started.toReversed()) await each.stop();
  };
  const start = async (engineUrl: string | null, config: string, name: string): Promise<Program> => {
    const logFile = join(options.out, `${name}.log`);
    const program = await startProgram({ config, engineUrl, processes: options.processes, logFile });
    started.push(program);
    return program;
  };
  try {
    const { scenario, direct } = options;
    let faults: FaultProxy | null = null;
    let engineUrl = direct;
    if (scenario.engine === 'faulty') {
      engineUrl = (await start(null, ENGINE_ONLY, 'engine')).url;
      faults = await FaultProxy.start(engineUrl, options.seed);
      started.push(faults);
    }
    const gateway =
      options.target === null
        ? await start(faults?.url ?? direct, scenario.config, 'gateway')
        : { url: options.target, pid: pidOf(options.target) };
    const ours = { name: GATEWAY, origin: gateway.url, pid: gateway.pid, shots };
    return { targets: [ours, ...beside(ours, options)], faults, engineUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What is asked in turn with the gateway. */
function beside(gateway: Target, { direct, scenario }: Options): readonly Target[] {
  if (direct !== null) {
    return [{ name: 'direct', origin: direct, pid: pidOf(direct), shots: gateway.shots.map(withoutGateway) }];
  }
  if (!scenario.plain) return [];
  const plain = gateway.shots.map((shot) => ({ ...shot, headers: { ...shot.headers, ...PLAIN_HEADERS } }));
  return [{ ...gateway, name: 'plain', shots: plain }];
}

function withoutGateway(shot: Shot): Shot {
  const own = ([name]: readonly [string, string]): boolean => name.startsWith('relevance-');
  return { ...shot, headers: Object.fromEntries(Object.entries(shot.headers).filter((each) => !own(each))) };
}

function pidOf(origin: string): number | null {
  const { hostname, port } = new URL(origin);
  return hostname === '127.0.0.1' || hostname === 'localhost' ? processOnPort(Number(port)) : null;
}
