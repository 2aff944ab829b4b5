/**
 * What traces cost: gateways without traces, without them once more (what differs there is noise), with one search in ten
 * and with every search traced and sent to a collector that throws all away; improved searches in front of a simulated
 * engine, all in turn in every round.
 *
 *     npm run build && npm run build:loadtest && node bench/tracing.mjs [--rounds 40] [--seconds 2] [--json]
 *
 * Each round compares with the mean of both gateways without traces; what is printed is the median of rounds and where it
 * lies with 95 % certainty. Processor time is that of all threads and processes of a gateway, until its next turn: what is
 * sent late counts. Exit code 1 when one in ten surely costs more than 3 % of throughput or of processor time.
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Crew, median, medianOf, searches, startProgram, takeTurns } from './loadtest-parts.mjs';
import { sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});
const MOST = 0.03;

let exports = 0;
const collector = createServer((incoming, outgoing) => {
  incoming.resume();
  exports += 1;
  incoming.on('end', () => outgoing.setHeader('content-type', 'application/x-protobuf').end());
});
await new Promise((done) => collector.listen(0, '127.0.0.1', done));
const engine = fork(fileURLToPath(new URL('simulated-engine.mjs', import.meta.url)), ['2']);
const traced = (share) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.address().port}`,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: String(share),
});
const VARIABLES = { off: {}, 'off, again': {}, 'one in ten': traced(0.1), all: traced(1) };
const gateways = {};
try {
  const { port } = await new Promise((resolve) => engine.once('message', resolve));
  for (const [name, env] of Object.entries(VARIABLES)) {
    gateways[name] = await startProgram({
      // Searches that are passed on for load would be measured instead.
      config: 'server: { overload: { atMost: calm } }',
      engineUrl: `http://127.0.0.1:${port}`,
      processes: 1,
      logFile: join(tmpdir(), `tracing-${name.replace(/\W+/, '-')}.log`),
      env,
    });
  }
  process.exitCode = report(await measure());
} finally {
  for (const gateway of Object.values(gateways)) await gateway.stop();
  engine.kill('SIGKILL');
  collector.closeAllConnections();
  collector.close();
}

async function measure() {
  const queries = sampleRows('queries.jsonl').map(({ text }) => ({ text, weight: 1 }));
  const shots = searches(queries, { index: 'products', fields: ['title^3', 'brand^2', 'description'] });
  const names = Object.entries(gateways);
  const crew = await Crew.start({
    targets: new Map(names.map(([name, { url }]) => [name, { origin: url, shots }])),
    workers: 1,
    connections: 8,
    waiting: 1000,
    timeoutMs: 10_000,
    seed: 1,
  });
  try {
    const targets = Object.fromEntries(names.map(([name, { pid }]) => [name, { gateway: pid }]));
    return await takeTurns(crew, targets, {
      rounds: Number(options.rounds),
      warmUps: 4,
      untilNext: true,
      seconds: Number(options.seconds),
    });
  } finally {
    await crew.stop();
  }
}

function report(measured) {
  if (exports === 0) throw new Error('no trace was sent: nothing was measured');
  const rows = Object.entries(measured).map(([name, rounds]) => {
    const without = name === 'off, again' ? ['off'] : ['off', 'off, again'];
    const over = (read) =>
      medianOf(
        rounds.map((round, at) => {
          const base = without.map((each) => read(measured[each][at]));
          return read(round) / (base.reduce((sum, value) => sum + value, 0) / base.length);
        }),
      );
    return {
      name,
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      cpuMs: median(rounds.map(({ cpuMs }) => cpuMs.gateway)),
      throughput: over(({ perSecond }) => perSecond),
      cpu: over(({ cpuMs }) => cpuMs.gateway),
    };
  });
  const { throughput, cpu } = rows.find(({ name }) => name === 'one in ten');
  const verdicts = {
    throughput: verdict({ low: 1 - throughput.high, high: 1 - throughput.low }),
    'processor time': verdict({ low: cpu.low - 1, high: cpu.high - 1 }),
  };
  if (options.json) console.log(JSON.stringify({ exports, rows, verdicts }, null, 2));
  else {
    console.table(
      rows.map(({ name, perSecond, cpuMs, ...ratios }) => ({
        traces: name,
        'answers/s': Math.round(perSecond),
        'throughput ÷ off': shown(ratios.throughput),
        'CPU ms': Number(cpuMs.toFixed(3)),
        'CPU ÷ off': shown(ratios.cpu),
      })),
    );
    console.log(`${exports} exports came to the collector`);
    for (const [of, said] of Object.entries(verdicts)) {
      console.log(`one in ten costs at most ${MOST * 100} % of ${of}: ${said}`);
    }
  }
  return Object.values(verdicts).includes('no') ? 1 : 0;
}

/** @param cost as a share, between these with 95 % certainty */
function verdict({ low, high }) {
  if (high <= MOST) return 'yes';
  return low > MOST ? 'no' : 'not to be told from these rounds; take more';
}

function shown({ value, low, high }) {
  return `${value.toFixed(3)} (${low.toFixed(3)} … ${high.toFixed(3)})`;
}
