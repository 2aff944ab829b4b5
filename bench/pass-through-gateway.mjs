/** A data listener in front of one node, in a process of its own: what `pass-through.mjs` measures. */
const dist = new URL(process.env.RELEVANCE_DIST ?? '../dist/', import.meta.url);
const { createElasticsearch } = await import(new URL('elasticsearch/backend.js', dist));
const { createGate } = await import(new URL('composition/admission.js', dist));
const { SYSTEM_TIME } = await import(new URL('domain/time.js', dist));
const { createDataListener } = await import(new URL('http/data-listener.js', dist));

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const backend = createElasticsearch({
  nodes: [process.argv[2]],
  tls: { ca: null, fingerprint: null },
  account: null,
  connectTimeoutMs: 2000,
  connections: 128,
  discovery: { intervalMs: 3_600_000, timeoutMs: 1000 },
  ejection: { failures: 3, baseMs: 1000, maxMs: 30_000 },
  retryBudget: 0.2,
  advertise: 'host',
  maxAnswerBytes: 64 * 1024 * 1024,
  inFlight: 1024,
  queue: 1024,
  events: { retried: silent, ejected: silent },
  logger,
  clock: { now: () => performance.now() },
});
const listener = createDataListener({
  passThrough: backend.passThrough,
  isSearch: () => false,
  search: (_request, response) => response.end(),
  gate: createGate({ inFlight: 1024, queue: 1024, queueMs: 2000 }, SYSTEM_TIME),
  limits: { headerBytes: 32 * 1024, connections: 10_000 },
  keepAliveMs: 620_000,
  logger,
});
const { port } = await listener.listen(0, '127.0.0.1');
process.send({ port });
process.on('message', () => process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
