/**
 * What traces cost: improved searches in front of a simulated engine, one in ten of them traced, and all, sent to a
 * collector that throws all away.
 *
 *     npm run build && npm run build:loadtest && node bench/tracing.mjs [--rounds 60] [--seconds 2] [--json]
 *
 * In every round turns without traces come before and after, on one and the same gateway: two gateways of the same settings
 * differ by up to 5 % for as long as they run, which is more than what is to be told, and a machine that is getting slower
 * all the time is told apart from traces. All traced has rounds of its own, since what is left of it to send and to clean up would be
 * charged to whose turn is next. The caller's `traceparent` says which search is traced. Each round compares with the mean of its
 * turns without traces; what is printed is the centre of rounds and where it lies with 95 % certainty; how far both turns without
 * traces lie from their mean is noise. Exit code 1 when one in ten surely costs more than 3 % of throughput or of processor time.
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { centreOf, median } from './figures.mjs';
import { Crew, searches, startProgram, takeTurns } from './loadtest-parts.mjs';
import { sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});
const MOST = 0.03;
/** Of ten searches so many are traced. */
const TRACED = { none: 0, 'one in ten': 1, all: 10, 'none, again': 0 };
const UNTRACED = ['none', 'none, again'];
/** Who has rounds of its own, and which share of those asked for: all costs so much more that fewer tell. */
const ROUNDS = { 'one in ten': 1, all: 1 / 3 };

let exports = 0;
const collector = createServer((incoming, outgoing) => {
  incoming.resume();
  exports += 1;
  incoming.on('end', () => outgoing.setHeader('content-type', 'application/x-protobuf').end());
});
await new Promise((done) => collector.listen(0, '127.0.0.1', done));
const engine = fork(fileURLToPath(new URL('simulated-engine.mjs', import.meta.url)), ['2']);
let gateway;
try {
  const { port } = await new Promise((resolve) => engine.once('message', resolve));
  gateway = await startProgram({
    // Searches that are passed on for load would be measured instead.
    config: 'server: { overload: { atMost: calm } }',
    engineUrl: `http://127.0.0.1:${port}`,
    processes: 1,
    logFile: join(tmpdir(), 'tracing.log'),
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.address().port}`,
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
      // Spans are sent in the turn that made them.
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
  });
  process.exitCode = report(await measure());
} finally {
  await gateway?.stop();
  engine.kill('SIGKILL');
  collector.closeAllConnections();
  collector.close();
}

async function measure() {
  const crew = await Crew.start({
    targets: new Map(
      Object.entries(TRACED).map(([name, ofTen]) => [name, { origin: gateway.url, shots: shotsWith(ofTen) }]),
    ),
    workers: 1,
    connections: 8,
    waiting: 1000,
    timeoutMs: 10_000,
    seed: 1,
  });
  try {
    const measured = [];
    for (const [name, share] of Object.entries(ROUNDS)) {
      const rounds = Math.max(10, Math.round(Number(options.rounds) * share));
      const [before, after] = UNTRACED;
      const targets = Object.fromEntries(
        [before, name, after].map((each) => [each, { gateway: gateway.pid }]),
      );
      const turns = await takeTurns(crew, targets, { rounds, warmUps: 6, seconds: Number(options.seconds) });
      measured.push({ name, turns });
    }
    return measured;
  } finally {
    await crew.stop();
  }
}

/** The sample's searches ten times, so many of ten with a trace that the caller wants recorded. */
function shotsWith(ofTen) {
  const queries = sampleRows('queries.jsonl').map(({ text }) => ({ text, weight: 1 }));
  const shots = searches(queries, { index: 'products', fields: ['title^3', 'brand^2', 'description'] });
  return Array.from({ length: 10 }, (_, turn) =>
    shots.map((shot, at) => {
      const trace = (turn * shots.length + at + 1).toString(16).padStart(32, '0');
      const traceparent = `00-${trace}-00000000000000aa-${turn < ofTen ? '01' : '00'}`;
      return { ...shot, headers: { ...shot.headers, traceparent } };
    }),
  ).flat();
}

function report(measured) {
  if (exports === 0) throw new Error('no trace was sent: nothing was measured');
  const rows = measured.flatMap(({ name, turns }) => [
    rowOf(`none, beside ${name}`, turns.none, turns),
    rowOf(name, turns[name], turns),
  ]);
  const { throughput, cpu } = rows.find(({ name }) => name === 'one in ten');
  const verdicts = {
    throughput: verdict({ low: 1 - throughput.high, high: 1 - throughput.low }),
    'processor time': verdict({ low: cpu.low - 1, high: cpu.high - 1 }),
  };
  if (options.json) console.log(JSON.stringify({ exports, rows, verdicts }, null, 2));
  else {
    console.table(
      rows.map(({ name, perSecond, cpuMs, ...ratios }) => ({
        traced: name,
        'answers/s': Math.round(perSecond),
        'throughput ÷ none': shown(ratios.throughput),
        'CPU ms': Number(cpuMs.toFixed(3)),
        'CPU ÷ none': shown(ratios.cpu),
      })),
    );
    console.log(`${exports} exports came to the collector`);
    for (const [of, said] of Object.entries(verdicts)) {
      console.log(`one in ten costs at most ${MOST * 100} % of ${of}: ${said}`);
    }
  }
  return Object.values(verdicts).includes('no') ? 1 : 0;
}

/** What turns came to, and as shares of what those without traces did in the same round. */
function rowOf(name, own, turns) {
  const over = (read) =>
    centreOf(
      own.map((turn, at) => {
        const bases = UNTRACED.map((each) => read(turns[each][at]));
        return (read(turn) * bases.length) / bases.reduce((sum, value) => sum + value, 0);
      }),
    );
  return {
    name,
    perSecond: median(own.map(({ perSecond }) => perSecond)),
    cpuMs: median(own.map(({ cpuMs }) => cpuMs.gateway)),
    throughput: over(({ perSecond }) => perSecond),
    cpu: over(({ cpuMs }) => cpuMs.gateway),
  };
}

/** @param cost as a share, between these with 95 % certainty */
function verdict({ low, high }) {
  if (high <= MOST) return 'yes';
  return low > MOST ? 'no' : 'not to be told from these rounds; take more';
}

function shown({ value, low, high }) {
  return `${value.toFixed(3)} (${low.toFixed(3)} … ${high.toFixed(3)})`;
}
