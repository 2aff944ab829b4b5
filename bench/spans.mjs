/**
 * What it costs to write spans as OTLP's protobuf: the gateway's writer beside the SDK's, on batches of 512 spans like those of
 * searches (of ten spans seven are of stages, three of requests).
 *
 *     npm run build && node bench/spans.mjs [--rounds 60] [--json]
 *
 * Both in turn in every round; what is printed is the median of rounds, and the centre of their ratios and where that lies with 95 % certainty.
 */
import { parseArgs } from 'node:util';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { otlpSpans } from '../dist/telemetry/otlp-spans.js';
import { RecordedSpan } from '../dist/telemetry/recorded-span.js';
import { centreOf, median } from './figures.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
});
const BATCH = 512;
/** Batches a turn. */
const BATCHES = 40;
const WARM_UPS = 10;

const batch = spansOfSearches();
const writers = { sdk: ProtobufTraceSerializer, gateway: otlpSpans };
const turns = { sdk: [], gateway: [] };
for (let round = -WARM_UPS; round < Number(options.rounds); round += 1) {
  const names = Object.keys(writers);
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    const tookUs = turn(writers[name]);
    if (round >= 0) turns[name].push(tookUs);
  }
}
const result = {
  usASpan: { sdk: median(turns.sdk), gateway: median(turns.gateway) },
  bytesASpan: Object.fromEntries(
    Object.entries(writers).map(([name, writer]) => [name, writer.serializeRequest(batch).length / BATCH]),
  ),
  ratio: centreOf(turns.gateway.map((us, at) => us / turns.sdk[at])),
};
if (options.json) console.log(JSON.stringify(result, null, 2));
else {
  const { value, low, high } = result.ratio;
  console.table(
    Object.keys(writers).map((name) => ({
      'written by': name,
      'µs a span': Number(result.usASpan[name].toFixed(2)),
      'bytes a span': Math.round(result.bytesASpan[name]),
    })),
  );
  console.log(`gateway ÷ SDK: ${value.toFixed(3)} (${low.toFixed(3)} … ${high.toFixed(3)})`);
}

function turn(writer) {
  const started = performance.now();
  for (let each = 0; each < BATCHES; each += 1) writer.serializeRequest(batch);
  return ((performance.now() - started) * 1000) / (BATCHES * BATCH);
}

function spansOfSearches() {
  const spans = [];
  const hex = (digits) =>
    Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  const recording = {
    resource: { attributes: { 'service.name': 'relevance-gateway', 'telemetry.sdk.language': 'nodejs' } },
    instrumentationScope: { name: 'relevance-gateway' },
    ids: { generateSpanId: () => hex(16) },
    limited: (attributes) => attributes,
    showsQueryText: false,
    ended: (span) => spans.push(span),
    originMs: Date.now() - performance.now(),
  };
  const stages = ['normalise', 'segment', 'correct', 'compounds', 'rules', 'quantities', 'lexical'].map(
    (stage) => ({
      name: `stage ${stage}`,
      attributes: { 'relevance.stage': stage, 'relevance.stage.kind': 'query' },
    }),
  );
  while (spans.length < BATCH) {
    const context = { traceId: hex(32), spanId: hex(16), traceFlags: 1 };
    const request = new RecordedSpan(recording, {
      name: 'POST /{index}/_search',
      kind: 1,
      context,
      parent: { ...context, spanId: hex(16), isRemote: true },
      attributes: {
        'http.request.method': 'POST',
        'url.scheme': 'http',
        'url.path': '/products/_search',
        'network.protocol.version': '1.1',
        'client.address': '127.0.0.1',
        'http.route': '/{index}/_search',
        'relevance.outcome': 'applied',
        'relevance.pipeline': 'default',
        'relevance.candidates': 10,
        'http.response.status_code': 200,
      },
    });
    for (const { name, attributes } of stages) request.begin(name, { attributes }).end();
    const asked = {
      'http.request.method': 'POST',
      'url.full': 'http://127.0.0.1:9200/products/_search',
      'server.address': '127.0.0.1',
      'server.port': 9200,
    };
    const search = request.begin('search products', {
      kind: 'client',
      attributes: { ...asked, 'db.system.name': 'elasticsearch', 'db.operation.name': 'search' },
    });
    search.begin('POST', { kind: 'client', attributes: asked }).end();
    search.end();
    request.end();
  }
  return spans.slice(0, BATCH);
}
