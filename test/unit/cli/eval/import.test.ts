import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset } from '../../../../src/cli/eval/dataset.ts';
import { importCommand } from '../../../../src/cli/eval/import.ts';
import { readQrels } from '../../../../src/evaluation/judged-set.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** What the command printed with `--json`. */
async function imported(out: string, ...args: readonly string[]): Promise<unknown> {
  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    await importCommand().parseAsync([...args, '--out', join(folder, out), '--json'], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return JSON.parse(written.join(''));
}

describe('relevance eval import', () => {
  test('makes a judged set of a Quepid table, with the same judgments as TREC writes them', async () => {
    const csv = file(
      'ratings.csv',
      'query,docid,rating\n"red, dress",a,2\n"red, dress",b,0\nhat,c,1\njeans\n',
    );
    expect(await imported('quepid', csv, '--from', 'quepid', '--trec')).toMatchObject({
      queries: 3,
      measurable: 2,
      judgments: 3,
      grades: { '0': 1, '1': 1, '2': 1 },
      notes: [],
    });
    const set = readDataset({ folder: join(folder, 'quepid') });
    expect(set.queries.map(({ text }) => text)).toEqual(['red, dress', 'hat', 'jeans']);
    expect(set.grades.get('q1')).toEqual(
      new Map([
        ['a', 2],
        ['b', 0],
      ]),
    );
    const trec = readFileSync(join(folder, 'quepid', 'qrels.trec'), 'utf8').split('\n');
    expect(readQrels(trec, 'qrels.trec')).toEqual(set.grades);
  });

  test('never writes over a judged set', async () => {
    const csv = file('again.csv', 'query,docid,rating\na,b,1\n');
    await imported('twice', csv, '--from', 'quepid');
    await expect(imported('twice', csv, '--from', 'quepid')).rejects.toThrow(
      'queries.jsonl is there already',
    );
  });

  test('reads TREC’s judgments with the texts of their queries', async () => {
    const qrels = file('qrels.txt', '301 0 FT911 1\n302 0 FT922 0\n');
    const topics = file('topics.tsv', '301\torganised crime\n302\tpoliomyelitis\n303\ttelescopes\n');
    await imported('trec', qrels, '--from', 'trec', '--queries', topics);
    const set = readDataset({ folder: join(folder, 'trec') });
    expect(set.queries.map(({ id, text }) => [id, text])).toEqual([
      ['301', 'organised crime'],
      ['302', 'poliomyelitis'],
    ]);
    const less = file('less.tsv', '301\torganised crime\n');
    await expect(imported('less', qrels, '--from', 'trec', '--queries', less)).rejects.toThrow(
      'query "302" is not there',
    );
  });

  test('makes grades of a log of clicks', async () => {
    const event = (action: string, at: number, id: string): string =>
      JSON.stringify({
        action_name: action,
        query_id: `s${at}`,
        user_query: 'tea',
        event_attributes: { object: { object_id: id }, position: { ordinal: 1 } },
      });
    const ids = [...Array(20).keys()];
    const lines = ids.flatMap((at) => [
      event('impression', at, at < 10 ? 'good' : 'bad'),
      ...(at < 10 ? [event('click', at, 'good')] : []),
    ]);
    const log = file('ubi.ndjson', lines.join('\n'));
    // Half of all are clicked, so 5 of 10 are expected: (10 + 1) / (5 + 1) and (0 + 1) / (5 + 1).
    expect(await imported('ubi', log, '--from', 'ubi')).toMatchObject({ grades: { '0': 1, '2': 1 } });
    await expect(imported('rare', log, '--from', 'ubi', '--min-impressions', '11')).rejects.toThrow(
      'no judgments; no document was shown 11 times or more for one query (--min-impressions)',
    );
  });

  test('reads several lists and query sets as one', async () => {
    const list = file(
      'list.json',
      JSON.stringify({ judgmentRatings: [{ query: 'a', ratings: [{ docId: 'x', rating: '10.0' }] }] }),
    );
    const set = file(
      'set.json',
      JSON.stringify({ querySetQueries: [{ queryText: 'b' }, { queryText: 'a' }] }),
    );
    const args = [list, set, '--from', 'judgment-list', '--grades', '1,10,100'];
    expect(await imported('list', ...args)).toMatchObject({ queries: 2, judgments: 1, grades: { '2': 1 } });
  });
});
