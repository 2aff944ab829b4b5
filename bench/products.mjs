/** A larger catalogue for benches: products of the samples, recombined. */
import { readFileSync } from 'node:fs';

const samples = new URL('../samples/products/', import.meta.url);
const BATCH = 2000;

/** Rows of a file of the sample catalogue. */
export function sampleRows(file) {
  return readFileSync(new URL(file, samples), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Makes the index anew: each product with the end of another one's title, until there are `count`; merged and refreshed. */
export async function loadProducts({ es, index, count, settings }) {
  const products = sampleRows('corpus.jsonl');
  // Elasticsearch has no jieba of its own.
  const mapping = JSON.parse(
    readFileSync(new URL('mapping.json', samples), 'utf8').replaceAll(
      /"analyzer":\s*"jieba"/g,
      '"analyzer":"cjk"',
    ),
  );
  const merged = { ...mapping, settings: { ...mapping.settings, ...settings } };
  await call(es, 'DELETE', `/${index}`, { mayFail: true });
  await call(es, 'PUT', `/${index}`, { body: JSON.stringify(merged) });
  for (let from = 0; from < count; from += BATCH) {
    const lines = [];
    for (let at = from; at < Math.min(count, from + BATCH); at += 1) {
      const { _id, ...product } = products[at % products.length];
      const other = products[(at * 7 + Math.floor(at / products.length)) % products.length];
      const words = other.title.split(' ');
      const title = `${product.title} ${words.slice(Math.ceil(words.length / 2)).join(' ')}`;
      lines.push(`{"index":{"_id":"${at}"}}`, JSON.stringify({ ...product, title }));
    }
    const body = `${lines.join('\n')}\n`;
    const { errors } = await call(es, 'POST', `/${index}/_bulk`, { body, type: 'application/x-ndjson' });
    if (errors) throw new Error('documents were refused');
  }
  await call(es, 'POST', `/${index}/_forcemerge?max_num_segments=1`);
  await call(es, 'POST', `/${index}/_refresh`);
}

/** The answer's JSON. */
export async function call(url, method, path, { body, type = 'application/json', mayFail = false } = {}) {
  const headers = body === undefined ? {} : { 'content-type': type };
  const answer = await fetch(url + path, { method, headers, body });
  const text = await answer.text();
  if (!answer.ok && !mayFail) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
