/**
 * What the gateway costs where it changes nothing, beside a direct connection, the least proxy that Node and
 * undici allow (`bare-proxy.mjs`) and nginx with one worker, where it is on the PATH. All take turns in every
 * round, and figures are medians of rounds, so that what else a machine does falls on all alike.
 *
 *     npm run build && node bench/pass-through.mjs [--rounds 7] [--seconds 1.5] [--json]
 *
 * Exit code 1 when throughput is below 0.90 of the bare proxy's, CPU time a request above 1.15 of its, more
 * connections were opened than the pool holds, or a slow reader of 500 MB made memory grow by more than 64 MB.
 */
import { fork, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './figures.mjs';
import { freePort } from './serving.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1.5' },
    json: { type: 'boolean', default: false },
  },
});
const ROUNDS = Number(options.rounds);
const ROUND_MS = Number(options.seconds) * 1000;
const IDLE_CONNECTIONS = 5000;
const LIMITS = { throughput: 0.9, cpu: 1.15, connections: 128, growthMiB: 64 };
const SEARCH = '{"query":{"match":{"title":"wireless headphones"}},"size":10}';
const REQUESTS = {
  'GET, length': Buffer.from(
    'GET /products/_doc/1 HTTP/1.1\r\nHost: es\r\nUser-Agent: bench\r\nAccept: application/json\r\nConnection: keep-alive\r\n\r\n',
  ),
  'POST, chunked': Buffer.from(
    `POST /products/_search HTTP/1.1\r\nHost: es\r\nUser-Agent: bench\r\nAccept: application/json\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: ${SEARCH.length}\r\n\r\n${SEARCH}`,
  ),
};

const children = [];
const scratch = mkdtempSync(join(tmpdir(), 'pass-through-'));
try {
  process.exitCode = await main();
} finally {
  // SIGTERM: nginx's worker would outlive a master that is killed.
  for (const child of children) child.kill('SIGTERM');
  rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const upstream = await start('pass-through-upstream.mjs');
  const url = `http://127.0.0.1:${upstream.port}`;
  const targets = {
    direct: { port: upstream.port, cpuMs: async () => 0 },
    bare: await start('bare-proxy.mjs', url),
    gateway: await start('pass-through-gateway.mjs', url),
    ...(await startNginx(upstream.port)),
  };
  // First of all: later, connections would take memory that the load has left free.
  const idleRssMiB = (await ask(targets.gateway.child)).rss / 2 ** 20;
  const idleKiB = await idleConnections(targets.gateway);
  const rows = [];
  const opened = Object.fromEntries(Object.keys(targets).map((name) => [name, 0]));
  for (const [kind, request] of Object.entries(REQUESTS)) {
    for (const connections of [1, 32]) {
      const measured = {};
      const run = async (name, ms) => {
        const before = (await ask(upstream.child)).opened;
        const perSecond = await load(targets[name].port, { request, connections, ms });
        opened[name] += (await ask(upstream.child)).opened - before;
        return perSecond;
      };
      for (const name of Object.keys(targets)) await run(name, 500);
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [name, target] of Object.entries(targets)) {
          const before = await target.cpuMs();
          const perSecond = await run(name, ROUND_MS);
          const cpuMicros = (((await target.cpuMs()) - before) / ((perSecond * ROUND_MS) / 1000)) * 1000;
          (measured[name] ??= []).push({ perSecond, cpuMicros });
        }
      }
      rows.push(summary(`${kind}, ${connections} connection${connections > 1 ? 's' : ''}`, measured));
    }
  }
  const before = (await ask(targets.gateway.child)).rss;
  const growthMiB = await slowReader(targets.gateway, before);
  const result = { rows, opened, idleRssMiB, idleKiB, slowReaderGrowthMiB: growthMiB };
  report(result);
  const held = rows.every((row) => row.throughput >= LIMITS.throughput && row.cpu <= LIMITS.cpu);
  return held && opened.gateway <= LIMITS.connections && growthMiB <= LIMITS.growthMiB ? 0 : 1;
}

/** Medians, and the ratios of the gateway to the others, each taken within one round. */
function summary(name, measured) {
  const ratio = (key, other) =>
    measured[other] === undefined
      ? null
      : median(measured.gateway.map((round, at) => round[key] / measured[other][at][key]));
  return {
    name,
    perSecond: Object.fromEntries(
      Object.entries(measured).map(([target, rounds]) => [
        target,
        median(rounds.map((round) => round.perSecond)),
      ]),
    ),
    cpuMicros: Object.fromEntries(
      Object.entries(measured).map(([target, rounds]) => [
        target,
        median(rounds.map((round) => round.cpuMicros)),
      ]),
    ),
    throughput: ratio('perSecond', 'bare'),
    cpu: ratio('cpuMicros', 'bare'),
    toNginx: ratio('perSecond', 'nginx'),
  };
}

function report(result) {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const table = result.rows.map((row) => ({
    '': row.name,
    ...Object.fromEntries(
      Object.entries(row.perSecond).map(([name, value]) => [`${name}/s`, Math.round(value)]),
    ),
    'CPU µs bare': Math.round(row.cpuMicros.bare),
    'CPU µs gateway': Math.round(row.cpuMicros.gateway),
    'throughput ÷ bare': Number(row.throughput.toFixed(3)),
    'CPU ÷ bare': Number(row.cpu.toFixed(3)),
    '÷ nginx': row.toNginx === null ? '-' : Number(row.toNginx.toFixed(3)),
  }));
  console.table(table);
  console.log(
    `connections opened to the upstream: ${Object.entries(result.opened)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}; idle RSS ${result.idleRssMiB.toFixed(0)} MiB; ` +
      `500 MB to a slow reader: RSS grew by ${result.slowReaderGrowthMiB.toFixed(1)} MiB; ` +
      `${IDLE_CONNECTIONS} idle connections: ${result.idleKiB.toFixed(1)} KiB each`,
  );
}

/** Sends one request after another on each connection; answers a second. */
function load(port, { request, connections, ms }) {
  return new Promise((resolve, reject) => {
    let done = 0;
    let running = true;
    const sockets = Array.from({ length: connections }, () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let left = -1;
      socket.on('connect', () => socket.write(request));
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        let complete = false;
        if (left < 0) {
          const head = chunk.toString('latin1', 0, 600);
          const length = /content-length: *(\d+)/i.exec(head)?.[1];
          left =
            length === undefined ? Infinity : Number(length) - (chunk.length - head.indexOf('\r\n\r\n') - 4);
          if (!head.startsWith('HTTP/1.1 200')) reject(new Error(head));
        } else left -= chunk.length;
        if (left === Infinity) complete = chunk.latin1Slice(chunk.length - 5) === '0\r\n\r\n';
        else complete = left === 0;
        if (!complete) return;
        left = -1;
        done += 1;
        if (running) socket.write(request);
        else socket.end();
      });
      return new Promise((closed) => socket.once('close', closed));
    });
    const started = performance.now();
    setTimeout(() => {
      running = false;
      const perSecond = (done * 1000) / (performance.now() - started);
      // A request that is cut off would cost the proxy its connection to the upstream.
      void Promise.all(sockets).then(() => resolve(perSecond));
    }, ms);
  });
}

/** Reads 500 MB at about 100 MB/s with a stop of two seconds; by how many MiB memory grew at most. */
function slowReader({ port, child }, before) {
  return new Promise((resolve, reject) => {
    let highest = before;
    let read = 0;
    const watch = setInterval(() => {
      ask(child).then(({ rss }) => (highest = Math.max(highest, rss)), reject);
    }, 100);
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /large HTTP/1.1\r\nHost: es\r\n\r\n'));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      const stopped = read < 100e6 && read + chunk.length >= 100e6;
      read += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), stopped ? 2000 : chunk.length > 60_000 ? 1 : 0);
      if (read < 500 * 2 ** 20) return;
      clearInterval(watch);
      socket.destroy();
      resolve((highest - before) / 2 ** 20);
    });
  });
}

/** Connections that carried one request and are kept; how many KiB of memory each takes. */
async function idleConnections({ port, child }) {
  const before = (await ask(child)).rss;
  const sockets = [];
  for (let at = 0; at < IDLE_CONNECTIONS; at += 1) {
    const socket = connect(port, '127.0.0.1', () => socket.write(REQUESTS['GET, length']));
    await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject));
    socket.resume();
    sockets.push(socket);
  }
  const { rss } = await ask(child);
  for (const socket of sockets) socket.destroy();
  return (rss - before) / 1024 / IDLE_CONNECTIONS;
}

async function start(file, ...args) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
  children.push(child);
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const cpuMs = async () => {
    const { cpu } = await ask(child);
    return (cpu.user + cpu.system) / 1000;
  };
  return { port, child, cpuMs };
}

function ask(child) {
  return new Promise((resolve) => {
    child.once('message', resolve);
    child.send('how are you');
  });
}

/** One worker, connections kept on both sides; nothing where there is no nginx. */
async function startNginx(upstreamPort) {
  if (spawnSync('nginx', ['-v']).error !== undefined) return {};
  const port = await freePort();
  const config = join(scratch, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${scratch}/nginx.pid; error_log stderr emerg;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${scratch}/a; proxy_temp_path ${scratch}/b; fastcgi_temp_path ${scratch}/c;
  uwsgi_temp_path ${scratch}/d; scgi_temp_path ${scratch}/e; keepalive_requests 100000000;
  upstream es { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 100000000; }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://es; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off; } } }`,
  );
  const child = spawn('nginx', ['-p', scratch, '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const worker = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).stdout.trim();
  const cpuMs = async () => {
    const fields = readFileSync(`/proc/${worker}/stat`, 'utf8').split(' ');
    // Ticks of 10 ms, in user and in system mode.
    return (Number(fields[13]) + Number(fields[14])) * 10;
  };
  return { nginx: { port, child, cpuMs } };
}
