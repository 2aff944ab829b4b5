import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios/index.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { parseThreshold, type Threshold } from './thresholds.ts';

/** What is asked for on the command line, checked. */
export interface Options {
  readonly scenario: Scenario;
  /** A gateway that runs already; null: one is started. */
  readonly target: string | null;
  /** Elasticsearch, asked the same in turn with the gateway. */
  readonly direct: string | null;
  readonly queries: string;
  readonly index: string;
  readonly fields: readonly string[];
  /** Null: what the scenario says. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly workers: number;
  /** Serving processes of a gateway that is started in front of `direct`. */
  readonly processes: number;
  readonly timeoutMs: number;
  readonly seed: number;
  readonly thresholds: readonly Threshold[];
  /** Folder for JSON, page and log. */
  readonly out: string;
}

export const USAGE = `npm run loadtest -- SCENARIO [options]

${[...SCENARIOS.values()].map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}

  --target URL       a gateway that runs already, anywhere (default: one is started here)
  --direct URL       Elasticsearch, asked the same in turn with the gateway; what is started stands in front of it
  --queries FILE     queries with their frequency (default: those of the sample catalogue)
  --index NAME       default: products          --fields LIST      default: title^3,brand^2,description
  --rate N           requests a second          --seconds N        under load, all targets together
  --connections N    most to each target        --workers N        threads that send (default: 2)
  --processes N      of a gateway started in front of --direct (default: 1)
  --warm-up N        seconds that are not counted (default: 3)
  --timeout-ms N     default: 10000             --seed N           of the order of queries (default: 1)
  --threshold TEXT   in place of the scenario's; may be repeated: --threshold 'p99 < 250' --threshold 'ratio.p95 < 3'
  --out FOLDER       default: loadtest/results

RELEVANCE_LOADTEST_SECONDS is the default of --seconds. Exit code 1 when a threshold does not hold, 2 for wrong arguments.
`;

/** @throws Error with a line for the user */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      target: { type: 'string' },
      direct: { type: 'string' },
      queries: { type: 'string', default: 'samples/products/queries.jsonl' },
      index: { type: 'string', default: 'products' },
      fields: { type: 'string', default: 'title^3,brand^2,description' },
      rate: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string', default: '3' },
      connections: { type: 'string' },
      workers: { type: 'string', default: '2' },
      processes: { type: 'string', default: '1' },
      'timeout-ms': { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      threshold: { type: 'string', multiple: true },
      out: { type: 'string', default: 'loadtest/results' },
    },
  });
  const [name, ...rest] = positionals;
  const scenario = SCENARIOS.get(name ?? '');
  if (scenario === undefined || rest.length > 0) {
    throw new Error(`one scenario, please: ${[...SCENARIOS.keys()].join(', ')}`);
  }
  const target = values.target === undefined ? null : originOf('target', values.target);
  const direct = values.direct === undefined ? null : originOf('direct', values.direct);
  if (target === null && direct !== null && !isLoopback(direct)) {
    throw new Error('--direct is on another machine: name the gateway with --target as well');
  }
  if (scenario.engine === 'faulty' && (target !== null || direct !== null)) {
    throw new Error(`${scenario.name} makes faults behind a gateway of its own: no --target, no --direct`);
  }
  const whole = (option: string, text: string, [low, high]: readonly [number, number]): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw new Error(`--${option}: a whole number from ${low} to ${high}`);
  };
  return {
    scenario,
    target,
    direct,
    queries: values.queries,
    index: values.index,
    fields: values.fields.split(',').filter((field) => field !== ''),
    rate: values.rate === undefined ? null : whole('rate', values.rate, [1, 200_000]),
    seconds: whole(
      'seconds',
      values.seconds ?? environment['RELEVANCE_LOADTEST_SECONDS'] ?? String(scenario.seconds),
      [1, 172_800],
    ),
    warmUpSeconds: whole('warm-up', values['warm-up'], [0, 600]),
    connections: whole('connections', values.connections ?? String(scenario.connections), [1, 4096]),
    workers: whole('workers', values.workers, [1, 64]),
    processes: whole('processes', values.processes, [1, 256]),
    timeoutMs: whole('timeout-ms', values['timeout-ms'], [10, 600_000]),
    seed: whole('seed', values.seed, [0, 2 ** 31]),
    thresholds: (values.threshold ?? scenario.thresholds).map(parseThreshold),
    out: values.out,
  };
}

function originOf(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username !== '') {
    throw new Error(`--${option}: scheme, host and port, as http://127.0.0.1:9600`);
  }
  return url.origin;
}

function isLoopback(origin: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);
}
