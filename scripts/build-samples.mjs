// Writes samples/products: the catalogue, its queries and their judgments, the same bytes on every run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { products } from './samples/expand.mjs';
import { QUERIES, judge } from './samples/queries.mjs';

const FOLDER = new URL('../samples/products/', import.meta.url);

const catalogue = products();
const lines = (rows) => `${rows.join('\n')}\n`;
const id = (at) => `q${String(at + 1).padStart(2, '0')}`;

mkdirSync(FOLDER, { recursive: true });
// What kind a product is serves the judgments only.
write('corpus.jsonl', lines(catalogue.map(({ kind: _kind, ...document }) => JSON.stringify(document))));
write(
  'queries.jsonl',
  lines(QUERIES.map(([text, stage], at) => JSON.stringify({ _id: id(at), text, stage }))),
);
const judgments = QUERIES.flatMap((query, at) =>
  [...judge(query, catalogue)].map(([product, grade]) => `${id(at)}\t${product}\t${grade}`),
);
write('qrels.tsv', lines(['query-id\tcorpus-id\tscore', ...judgments]));

function write(name, text) {
  writeFileSync(new URL(name, FOLDER), text);
}
