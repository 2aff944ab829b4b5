/**
 * What traces cost: gateways without traces, without them once more (what differs there is noise) and with one search in ten
 * traced and sent to a collector that throws all away; improved searches in front of a simulated engine, all in turn in
 * every round.
 *
 *     npm run build && npm run build:loadtest && node bench/tracing.mjs [--rounds 15] [--seconds 3] [--json]
 *
 * Exit code 1 when the median of rounds says that traces take more than 3 % more processor time than both gateways
 * without them.
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Crew, median, searches, startProgram, takeTurns } from './loadtest-parts.mjs';
import { sampleRows } from './products.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const MOST = 1.03;

let exports = 0;
const collector = createServer((incoming, outgoing) => {
  incoming.resume();
  exports += 1;
  incoming.on('end', () => outgoing.setHeader('content-type', 'application/x-protobuf').end());
});
await new Promise((done) => collector.listen(0, '127.0.0.1', done));
const engine = fork(fileURLToPath(new URL('simulated-engine.mjs', import.meta.url)), ['2']);
const TRACED = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.address().port}`,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0.1',
};
const gateways = {};
try {
  const { port } = await new Promise((resolve) => engine.once('message', resolve));
  for (const [name, env] of Object.entries({ off: {}, 'off, again': {}, traced: TRACED })) {
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
      seconds: Number(options.seconds),
    });
  } finally {
    await crew.stop();
  }
}

function report(measured) {
  if (exports === 0) throw new Error('no trace was sent: nothing was measured');
  const rows = Object.entries(measured).map(([name, rounds]) => {
    const ratios = (read) =>
      rounds.map((round, at) => read(round) / read(measured.off[at])).toSorted((a, b) => a - b);
    const cpu = ratios(({ cpuMs }) => cpuMs.gateway);
    const quartile = (share) => Number(cpu[Math.floor((cpu.length - 1) * share)].toFixed(3));
    return {
      traces: name,
      'answers/s': Math.round(median(rounds.map(({ perSecond }) => perSecond))),
      'throughput ÷ off': Number(median(ratios(({ perSecond }) => perSecond)).toFixed(3)),
      'CPU ms': Number(median(rounds.map(({ cpuMs }) => cpuMs.gateway)).toFixed(3)),
      'CPU ÷ off': Number(median(cpu).toFixed(3)),
      'of rounds': `${quartile(0.25)} … ${quartile(0.75)}`,
    };
  });
  if (options.json) console.log(JSON.stringify({ exports, rows }, null, 2));
  else {
    console.table(rows);
    console.log(`${exports} exports came to the collector`);
  }
  const again = rows.find(({ traces }) => traces === 'off, again')['CPU ÷ off'];
  const traced = rows.find(({ traces }) => traces === 'traced')['CPU ÷ off'];
  return traced <= MOST * Math.max(1, again) ? 0 : 1;
}
