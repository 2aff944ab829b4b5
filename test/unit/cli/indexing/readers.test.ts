import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvRows } from '../../../../src/cli/indexing/csv.ts';
import { jsonLines } from '../../../../src/cli/indexing/jsonl.ts';
import type { SourceRecord } from '../../../../src/cli/indexing/records.ts';
import { tableRecords } from '../../../../src/cli/indexing/table.ts';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const shown = ({ line, end, nextLine, json, fault }: SourceRecord) => ({
  line,
  end,
  nextLine,
  json: fault ?? json.toString('utf8'),
});

describe('JSON lines', () => {
  const text = '\uFEFF{"a":1}\r\n\n  {"b":"壳"}\n{"c":3}';

  test('give records with their lines and where to go on', async () => {
    const records = (await all(jsonLines(chunked(Buffer.from(text), 4)))).map(shown);
    expect(records).toEqual([
      { line: 1, end: 12, nextLine: 2, json: '{"a":1}' },
      { line: 3, end: 27, nextLine: 4, json: '{"b":"壳"}' },
      { line: 4, end: 34, nextLine: 5, json: '{"c":3}' },
    ]);
  });

  test('do not depend on how the file is cut into chunks, and go on after any record', async () => {
    const lines = fc.array(
      fc.constantFrom('', '{"x":"手机壳"}', '{}', ' {"n":1} ', '{"long":"aaaaaaaaaaaaaaaa"}'),
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (list, size, ends) => {
        const bytes = Buffer.from(list.join('\n') + (ends ? '\n' : ''));
        const whole = (await all(jsonLines(chunked(bytes, 10_000)))).map(shown);
        expect((await all(jsonLines(chunked(bytes, size)))).map(shown)).toEqual(whole);
        expect(whole.map(({ json }) => json)).toEqual(
          list.map((line) => line.trim()).filter((line) => line !== ''),
        );
        for (const [at, { end, nextLine }] of whole.entries()) {
          const rest = jsonLines(chunked(bytes.subarray(end), size), { offset: end, line: nextLine });
          expect((await all(rest)).map(shown)).toEqual(whole.slice(at + 1));
        }
      }),
    );
  });
});

describe('what is longer than an engine takes', () => {
  const LONG = 101 * 1024 * 1024;
  /** A long cell or string between two short ones, made as it is read. */
  async function* around(before: string, after: string): AsyncGenerator<Buffer> {
    yield Buffer.from(before);
    for (let made = 0; made < LONG; made += 1024 * 1024) yield Buffer.alloc(1024 * 1024, 0x78);
    yield Buffer.from(after);
  }

  test('is a fault of its own line; the lines around it are read', async () => {
    const records = await all(jsonLines(around('{"a":1}\n{"b":"', '"}\n{"c":3}\n')));
    expect(records.map(shown)).toEqual([
      { line: 1, end: 8, nextLine: 2, json: '{"a":1}' },
      { line: 2, end: LONG + 17, nextLine: 3, json: 'longer than 100 MB' },
      { line: 3, end: LONG + 25, nextLine: 4, json: '{"c":3}' },
    ]);
  });
});

describe('CSV', () => {
  const cells = async (text: string, size = 3) =>
    (await all(csvRows(chunked(Buffer.from(text), size), 0x2c))).map((row) => row.cells);

  // The examples of RFC 4180, section 2.
  test.each([
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '"aaa","bbb","ccc"\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx',
      [
        ['aaa', 'b\r\nbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    ['"aaa","b""bb","ccc"', [['aaa', 'b"bb', 'ccc']]],
    [
      'a,,\n\n"","x"\n',
      [
        ['a', '', ''],
        ['', 'x'],
      ],
    ],
    [
      '\uFEFF"标题",价格\n手机壳,"1,299"',
      [
        ['标题', '价格'],
        ['手机壳', '1,299'],
      ],
    ],
    ['a"b,c', [['a"b', 'c']]],
  ])('%j', async (text, expected) => {
    expect(await cells(text)).toEqual(expected);
  });

  test('whatever is written is read again, however it is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '壳', ' ') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (table, size) => {
        const text = table
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\r\n');
        expect(await cells(text, size)).toEqual(table);
      }),
    );
  });

  const rows = async (bytes: Buffer, size = 3) =>
    (await all(csvRows(chunked(bytes, size), 0x2c))).map(({ line, end, cells: read, fault }) => [
      line,
      end,
      fault ?? read,
    ]);

  test.each([
    ['a,"b\nc', [[1, 6, 'a quote that does not close: nothing behind it was read']]],
    [
      '1,"5" tape",x\n2,b\n',
      [
        [1, 14, 'text after a closing quote'],
        [2, 18, ['2', 'b']],
      ],
    ],
    [
      '1,"open\n2,b\n3,"c"\n4,d',
      [
        [1, 18, 'text after a closing quote on line 3: one before it does not close'],
        [4, 21, ['4', 'd']],
      ],
    ],
  ])('%j: a faulty row is one, and the next line begins the next row', async (text, expected) => {
    for (const size of [1, 3, 100]) expect(await rows(Buffer.from(text), size)).toEqual(expected);
  });

  test('another encoding is refused row by row, not garbled', async () => {
    const gbk = Buffer.from([0x61, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0x0a]);
    expect(await rows(Buffer.concat([gbk, Buffer.from('b,c\n')]))).toEqual([
      [1, 7, 'not UTF-8 text'],
      [2, 11, ['b', 'c']],
    ]);
  });
});

describe('tables', () => {
  const open = (text: string) => (offset: number) => chunked(Buffer.from(text).subarray(offset), 5);

  test('rows become objects without empty cells; a row of another width is a fault of its own', async () => {
    const text = 'sku,title,price\n1,"手机壳, 透明",39\n2,x\n3,,"5"\n';
    expect((await all(tableRecords(open(text), ','))).map(shown)).toEqual([
      { line: 2, end: 41, nextLine: 3, json: '{"sku":"1","title":"手机壳, 透明","price":"39"}' },
      { line: 3, end: 45, nextLine: 4, json: '2 cells where the header has 3' },
      { line: 4, end: 52, nextLine: 5, json: '{"sku":"3","price":"5"}' },
    ]);
  });

  test('go on after any row', async () => {
    const text = 'a,b\n"1\n1",2\n3,4\n';
    const rest = await all(tableRecords(open(text), ',', { offset: 12, line: 4 }));
    expect(rest.map(shown)).toEqual([{ line: 4, end: 16, nextLine: 5, json: '{"a":"3","b":"4"}' }]);
  });

  test.each([
    ['a,,c\n1,2,3', 'line 1: a column without a name'],
    ['a,b,a\n1,2,3', 'line 1: two columns are called "a"'],
  ])('%j has no usable header', async (text, message) => {
    await expect(all(tableRecords(open(text), ','))).rejects.toThrow(message);
  });
});
