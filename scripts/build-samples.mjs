// Writes samples/products: the catalogue, its queries and their judgments, the same bytes on every run.
//
//   node scripts/build-samples.mjs           write
//   node scripts/build-samples.mjs --check   fail where what is there differs
import { readFileSync, writeFileSync } from 'node:fs';
import { products } from './samples/expand.mjs';
import { QUERIES, judge } from './samples/queries.mjs';

const FOLDER = new URL('../samples/products/', import.meta.url);

const catalogue = products();
const lines = (rows) => `${rows.join('\n')}\n`;
const id = (at) => `q${String(at + 1).padStart(2, '0')}`;
const judgments = QUERIES.flatMap((query, at) =>
  [...judge(query, catalogue)].map(([product, grade]) => `${id(at)}\t${product}\t${grade}`),
);
const files = {
  // What kind a product is serves the judgments only.
  'corpus.jsonl': lines(catalogue.map(({ kind: _kind, ...document }) => JSON.stringify(document))),
  'queries.jsonl': lines(QUERIES.map(([text, stage], at) => JSON.stringify({ _id: id(at), text, stage }))),
  'qrels.tsv': lines(['query-id\tcorpus-id\tscore', ...judgments]),
};

for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, FOLDER);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`samples/products/${name} is not what scripts/build-samples.mjs writes\n`);
    process.exitCode = 1;
  }
}
