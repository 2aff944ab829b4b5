import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerOrFault } from '../../../../src/cli/rules/answer.ts';
import { readArguments } from '../../../../src/cli/rules/arguments.ts';
import { explanationText, faultsText } from '../../../../src/cli/rules/explanation-text.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let count = 0;
function fileOf(ending: string, ...lines: readonly string[]): string {
  count += 1;
  const file = join(folder, `${count}${ending}`);
  writeFileSync(file, lines.join('\n'));
  return file;
}
const rulesOf = (...lines: readonly string[]): string => fileOf('.rules.txt', ...lines);
const asked = async (...list: readonly string[]) => answerOrFault(list);

const NOTHING = {
  boosts: [],
  filters: [],
  deleted: [],
  decorations: [],
  redirects: [],
  pins: [],
  buries: [],
  hides: [],
  legs: [],
  rerankOff: [],
};

describe('relevance rules explain --json', () => {
  test('prints every part of an expansion', async () => {
    const file = rulesOf(
      'shoes =>',
      '  SYNONYM(0.8): sneakers',
      '  SYNONYM: running f:shoe',
      '  UP(2): leather brand:nike -old',
      '  DOWN: "worn out"~1',
      '  FILTER: a -b',
      '  FILTER: * x:%%y%%',
      '  DECORATE: REDIRECT /sale',
      '  PIN(2): 7',
      '  HIDE: 8',
      '  @_id: "s"',
      'cheap shoes =>',
      '  DELETE: cheap',
    );
    expect(await asked('--file', file, '--query', 'cheap shoes')).toEqual({
      exit: 0,
      output: {
        ...NOTHING,
        query: 'cheap shoes',
        terms: ['cheap', 'shoes'],
        slots: [
          [
            { text: 'shoes' },
            { text: 'sneakers', weight: 0.8, rule: 's' },
            { all: [{ text: 'running' }, { text: 'shoe', fields: ['f'] }], weight: 1, rule: 's' },
          ],
        ],
        boosts: [
          {
            by: 'up',
            factor: 2,
            must: ['leather', { text: 'nike', fields: ['brand'] }],
            should: [],
            mustNot: ['old'],
            phrase: null,
            raw: null,
            rule: 's',
          },
          {
            by: 'down',
            factor: 1,
            must: [],
            should: [],
            mustNot: [],
            phrase: { terms: ['worn', 'out'], slop: 1 },
            raw: null,
            rule: 's',
          },
        ],
        filters: [
          { must: ['a'], mustNot: ['b'], phrase: null, raw: null, rule: 's' },
          { must: [], mustNot: [], phrase: null, raw: 'x:%%y%%', rule: 's' },
        ],
        deleted: ['cheap'],
        decorations: [{ key: null, value: 'REDIRECT /sale', rule: 's' }],
        pins: [{ ids: ['7'], position: 2, rule: 's' }],
        hides: [{ ids: ['8'], rule: 's' }],
        matched: [
          {
            rule: 's',
            file,
            line: 1,
            match: 'shoes',
            type: 'exact',
            instructions: ['synonym', 'up', 'down', 'filter', 'decorate', 'pin', 'hide'],
          },
          {
            rule: 'cheap shoes#1',
            file,
            line: 12,
            match: 'cheap shoes',
            type: 'exact',
            instructions: ['delete'],
          },
        ],
      },
    });
  });

  test('reports faulty files with exit code 1', async () => {
    const [one, other] = [rulesOf('a =>', 'UPP: x'), rulesOf('a b c')];
    expect(await asked('--file', one, '--file', other, '--query', 'a')).toEqual({
      exit: 1,
      output: {
        errors: [
          { file: one, line: 2, message: '"UPP" is no instruction; did you mean UP?' },
          { file: other, line: 1, message: expect.stringContaining('cannot be read') as unknown },
        ],
      },
    });
  });

  test.each([
    ['a file that is not there', ['--file', '/nowhere.rules.txt', '--query', 'a'], 1, 'no such file'],
    ['no query', ['--file', 'x'], 2, 'give --query'],
    ['no file', ['--query', 'x'], 2, 'give --file'],
    ['an unknown option', ['--query', 'x', '--bogus'], 2, 'unknown option'],
    ['a stray argument', ['--query', 'x', 'stray'], 2, 'too many arguments'],
    [
      'an unknown file option',
      ['--query', 'x', '--file', 'f', '--option', 'bogus'],
      2,
      'known are boolean-input',
    ],
    [
      'a context that is no object',
      ['--query', 'x', '--file', 'f', '--context', '[1]'],
      2,
      'write a JSON object',
    ],
    ['a sort without an order', ['--query', 'x', '--file', 'f', '--criteria', 'sort=p'], 2, 'property asc'],
    [
      'a limit that is no number',
      ['--query', 'x', '--file', 'f', '--criteria', 'limit=p'],
      2,
      'whole number',
    ],
    ['a time that is none', ['--query', 'x', '--file', 'f', '--now', 'soon'], 2, '2026-11-24T00:00:00Z'],
  ])('%s', async (_, list, exit, message) => {
    expect(await asked(...list)).toMatchObject({
      exit,
      output: { errors: [{ message: expect.stringContaining(message) as unknown }] },
    });
  });

  test('a file of another kind by its name is a fault', async () => {
    expect(await asked('--file', fileOf('.txt', 'a'), '--query', 'a')).toMatchObject({
      exit: 1,
      output: { errors: [{ message: expect.stringContaining('.rules.txt') as unknown }] },
    });
  });

  test('a file that is not UTF-8 is a fault', async () => {
    const file = join(folder, 'latin.rules.txt');
    writeFileSync(file, Buffer.from([0xe9, 0x0a]));
    expect(await asked('--file', file, '--query', 'a')).toMatchObject({
      output: { errors: [{ file, line: 1, message: expect.stringContaining('UTF-8') as unknown }] },
    });
  });

  test('files that change words go first, whatever the order of the options', async () => {
    const rules = rulesOf('shoes =>', 'SYNONYM: sneakers');
    const replace = fileOf('.replace.txt', 'shose => shoes');
    const { output } = await asked('--file', rules, '--file', replace, '--query', 'shose');
    expect(output).toMatchObject({ terms: ['shoes'], slots: [[{ text: 'shoes' }, { text: 'sneakers' }]] });
  });

  test('common rules match what earlier files say in the place of a word', async () => {
    const shingle = fileOf('.shingle.json', '{}');
    const rules = rulesOf('wallmount =>', 'UP: x');
    const { output } = await asked('--file', shingle, '--file', rules, '--query', 'wall mount');
    expect(output).toMatchObject({
      matched: expect.arrayContaining([expect.objectContaining({ match: 'wallmount' })]),
    });
  });
});

describe('options', () => {
  const boosted = async (lines: readonly string[], ...list: readonly string[]): Promise<unknown> => {
    const { output } = await asked('--file', rulesOf(...lines), ...list);
    return 'boosts' in output ? output.boosts.length : output.errors;
  };

  test.each([
    [['--option', 'boolean-input'], ['a AND b =>', 'UP: x'], 'b a', 1],
    [['--option', 'boolean-input=false'], ['a AND b =>', 'UP: x'], 'b a', 0],
    [['--option', 'ignore-case=false'], ['A =>', 'UP: x'], 'a', 0],
    [['--option', 'ignore-case'], ['A =>', 'UP: x'], 'a', 1],
    [['--option', 'raw=query_string'], ['a =>', 'UP: * f:b'], 'a', 1],
    [['--fields', 'brand'], ['brand:a =>', 'UP: x'], 'brand:a', 1],
    [['--criteria', 'limit=1'], ['a =>', 'UP: x', 'a =>', 'UP: y'], 'a', 1],
    [['--criteria', 'limit=-1'], ['a =>', 'UP: x', 'a =>', 'UP: y'], 'a', 2],
    [['--criteria', 'filter=$[?(@.p == 1)]'], ['a =>', 'UP: x', '@p: 1', 'a =>', 'UP: y'], 'a', 1],
    [['--criteria', 'filter=p:1'], ['a =>', 'UP: x', '@p: 1', 'a =>', 'UP: y'], 'a', 1],
    [['--context', '{"device": "app"}'], ['a =>', 'UP: x', '@context: {"device": "app"}'], 'a', 1],
    [['--context', '{"device": ["web", "tv"]}'], ['a =>', 'UP: x', '@context: {"device": "app"}'], 'a', 0],
    [['--now', '2026-01-01T00:00:00Z'], ['a =>', 'UP: x', '@from: "2026-01-01T00:00:00Z"'], 'a', 1],
    [['--now', '2025-12-31T23:59:59Z'], ['a =>', 'UP: x', '@from: "2026-01-01T00:00:00Z"'], 'a', 0],
  ])('%j', async (given, lines, query, expected) => {
    expect(await boosted(lines, ...given, '--query', query)).toBe(expected);
  });

  test('sort and level limits', async () => {
    const file = rulesOf('a =>', 'UP: x', '@p: 2', 'a =>', 'UP: y', '@p: 1', 'a =>', 'UP: z', '@p: 1');
    const { output } = await asked(
      '--file',
      file,
      '--query',
      'a',
      '--criteria',
      'sort=p asc',
      '--criteria',
      'limit=1',
      '--criteria',
      'limitByLevel=true',
    );
    expect(output).toMatchObject({ boosts: [{ must: ['y'] }, { must: ['z'] }] });
  });

  test('terms name fields only where these are told', async () => {
    const file = rulesOf('a =>', 'UP: x');
    const query = ['--file', file, '--query', 'f:a {f,g}:b h:c'];
    expect((await asked(...query, '--fields', 'f,g')).output).toMatchObject({
      terms: [{ text: 'a', fields: ['f'] }, { text: 'b', fields: ['f', 'g'] }, 'h:c'],
    });
    expect((await asked(...query)).output).toMatchObject({ terms: ['f:a', '{f,g}:b', 'h:c'] });
  });

  test('multiplied boosts say so', async () => {
    const file = rulesOf('a =>', 'DOWN(2): x');
    const { output } = await asked('--file', file, '--query', 'a', '--option', 'multiplicative');
    expect(output).toMatchObject({ boosts: [{ by: 'down', factor: 2, mode: 'multiply' }] });
  });

  test('a query may begin with a dash or be empty', async () => {
    const file = rulesOf('"" =>', 'UP: x');
    expect((await asked('--file', file, '--query', '-a')).output).toMatchObject({ terms: ['-a'] });
    expect((await asked('--file', file, '--query', '')).output).toMatchObject({
      terms: [],
      boosts: [{ must: ['x'] }],
    });
  });

  test('a list may begin with the command', () => {
    expect(readArguments(['rules', 'explain', '--query', 'a', '--json'])).toMatchObject({
      query: 'a',
      json: true,
    });
  });
});

describe('text for people', () => {
  test('shows slots, instructions and matches', async () => {
    const { output } = await asked(
      '--file',
      rulesOf('a =>', 'SYNONYM(0.5): b c', 'UP(2): x f:y {f,g}:z', 'DOWN: "v w"~2', '@_id: "r"'),
      '--query',
      'a y',
    );
    if ('errors' in output) throw new Error(faultsText(output.errors));
    const text = explanationText(output);
    expect(text).toContain('  a  |  b + c (0.5, r)\n  y');
    expect(text).toContain('up 2  must: x f:y {f,g}:z  [r]');
    expect(text).toContain('down 1  phrase: "v w"~2  [r]');
    expect(text).toMatch(/\.rules\.txt:1 {2}"a" \(exact\) {2}synonym, up, down {2}\[r\]/);
  });

  test('says when no rule fires', async () => {
    const { output } = await asked('--file', rulesOf('a =>', 'UP: x'), '--query', 'b');
    if ('errors' in output) throw new Error(faultsText(output.errors));
    expect(explanationText(output)).toContain('no rule fires');
  });
});
