// Searches at a constant arrival rate against the gateway, with the pipeline on and off side by side.
//
//   k6 run loadtest/search.js
//   k6 run -e GATEWAY=http://127.0.0.1:9600 -e INDEX=products -e RATE=100 -e SECONDS=30 loadtest/search.js
//
// Arrival rate, not virtual users: a slow server then shows as a queue, as it would in traffic.
import http from 'k6/http';
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import { Trend } from 'k6/metrics';

const GATEWAY = __ENV.GATEWAY || 'http://127.0.0.1:9600';
const INDEX = __ENV.INDEX || 'products';
const RATE = Number(__ENV.RATE || 50);
const SECONDS = Number(__ENV.SECONDS || 20);
const FIELDS = (__ENV.FIELDS || 'title').split(',');

const queries = new SharedArray('queries', () =>
  open(__ENV.QUERIES || '../samples/products/queries.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).text),
);
const stages = new Trend('stage_total_ms', true);

const scenario = (pipeline) => ({
  executor: 'constant-arrival-rate',
  exec: pipeline,
  rate: RATE,
  timeUnit: '1s',
  duration: `${SECONDS}s`,
  preAllocatedVUs: 20,
  maxVUs: 200,
});

export const options = {
  scenarios: { on: scenario('on'), off: scenario('off') },
  thresholds: {
    http_req_failed: ['rate<0.001'],
    checks: ['rate>0.999'],
    dropped_iterations: ['count<10'],
    'http_req_duration{scenario:on}': ['p(95)<100', 'p(99)<250'],
    'http_req_duration{scenario:off}': ['p(95)<100', 'p(99)<250'],
  },
};

function search(headers) {
  const query = queries[Math.floor(Math.random() * queries.length)];
  const body = JSON.stringify({ query: { multi_match: { query, fields: FIELDS } } });
  return http.post(`${GATEWAY}/${INDEX}/_search`, body, {
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function on() {
  const answer = search({});
  check(answer, {
    'is 200': ({ status }) => status === 200,
    'was applied': ({ headers }) => (headers['Relevance-Status'] || '').startsWith('applied'),
  });
  const total = /total;dur=([\d.]+)/.exec(answer.headers['Server-Timing'] || '');
  if (total) stages.add(Number(total[1]));
}

export function off() {
  const answer = search({ 'relevance-pipeline': 'off' });
  check(answer, {
    'is 200': ({ status }) => status === 200,
    'was left alone': ({ headers }) => headers['Relevance-Status'] === 'off',
  });
}
