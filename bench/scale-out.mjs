/**
 * What more processes bring: gateways of 1, 2 and 4 serving processes in front of a simulated engine that answers every
 * search after 5 ms, all in turn in every round, with plain and with improved searches.
 *
 *     npm run build && npm run build:loadtest && node bench/scale-out.mjs [--rounds 7] [--seconds 3] [--connections 48] [--json]
 *
 * Where there are fewer cores than processes, throughput cannot grow with them; what must not grow is the processor time that a
 * search takes. Exit code 1 when that is more than 1.3 times that of one process, of those that have a core each.
 */
import { fork } from 'node:child_process';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './figures.mjs';
import { Crew, searches, startProgram, takeTurns } from './loadtest-parts.mjs';
import { sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '48' },
    json: { type: 'boolean', default: false },
  },
});
const PROCESSES = [1, 2, 4];
const MOST_CPU = 1.3;

const engine = fork(fileURLToPath(new URL('simulated-engine.mjs', import.meta.url)), ['5']);
const gateways = [];
try {
  const { port } = await new Promise((resolve) => engine.once('message', resolve));
  for (const processes of PROCESSES) {
    gateways.push(
      await startProgram({
        config: '',
        engineUrl: `http://127.0.0.1:${port}`,
        processes,
        logFile: join(tmpdir(), `scale-out-${processes}.log`),
      }),
    );
  }
  process.exitCode = report(await measure());
} finally {
  for (const gateway of gateways) await gateway.stop();
  engine.kill('SIGKILL');
}

async function measure() {
  const queries = sampleRows('queries.jsonl').map(({ text }) => ({ text, weight: 1 }));
  const shots = searches(queries, { index: 'products', fields: ['title^3', 'brand^2', 'description'] });
  const all = ['off', 'default'].flatMap((pipeline) =>
    PROCESSES.map((processes, at) => ({
      pipeline,
      processes,
      gateway: gateways[at],
      name: `${pipeline} ${processes}`,
    })),
  );
  const crew = await Crew.start({
    targets: new Map(
      all.map(({ name, pipeline, gateway }) => [
        name,
        {
          origin: gateway.url,
          shots: shots.map((shot) => ({
            ...shot,
            headers: { ...shot.headers, 'relevance-pipeline': pipeline },
          })),
        },
      ]),
    ),
    workers: 1,
    connections: Number(options.connections),
    waiting: 1000,
    timeoutMs: 10_000,
    seed: 1,
  });
  try {
    const targets = Object.fromEntries(all.map(({ name, gateway }) => [name, { gateway: gateway.pid }]));
    const measured = await takeTurns(crew, targets, {
      // Each of four processes gets a quarter of what one gets to warm up on.
      warmUps: 5,
      rounds: Number(options.rounds),
      seconds: Number(options.seconds),
    });
    return all.map(({ name, ...rest }) => ({ ...rest, rounds: measured[name] }));
  } finally {
    await crew.stop();
  }
}

function report(measured) {
  const rows = measured.map(({ pipeline, processes, rounds }) => {
    const one = measured.find((each) => each.pipeline === pipeline && each.processes === 1).rounds;
    const ratio = (read) => median(rounds.map((round, at) => read(round) / read(one[at])));
    return {
      searches: pipeline === 'off' ? 'plain' : 'improved',
      processes,
      'answers/s': Math.round(median(rounds.map(({ perSecond }) => perSecond))),
      '÷ one process': Number(ratio(({ perSecond }) => perSecond).toFixed(2)),
      'CPU ms': Number(median(rounds.map(({ cpuMs }) => cpuMs.gateway)).toFixed(3)),
      'CPU ÷ one process': Number(ratio(({ cpuMs }) => cpuMs.gateway).toFixed(2)),
    };
  });
  if (options.json) console.log(JSON.stringify({ cores: cpus().length, rows }, null, 2));
  else {
    console.table(rows);
    console.log(`${cpus().length} cores, shared with the engine and the threads that send`);
  }
  const held = rows.every((row) => row.processes > cpus().length || row['CPU ÷ one process'] <= MOST_CPU);
  return held ? 0 : 1;
}
