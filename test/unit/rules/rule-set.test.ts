import { describe, expect, test } from '@jest/globals';
import { type Expansion, unexpanded } from '../../../src/rules/expansion.ts';
import type { RuleText } from '../../../src/rules/rule-reader.ts';
import { openRuleSet, type ProgramOf, readRuleSet, type RuleSet } from '../../../src/rules/rule-set.ts';
import { completed } from '../../../src/rules/source/steps.ts';
import { openedSet } from './support.ts';

const tokenise = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Reads files given as `<index>/<name>`; `_all` is every index. */
function read(
  files: Readonly<Record<string, string>>,
): RuleSet & { readonly steps: number; readonly programOf: ProgramOf } {
  const texts = Object.entries(files).map(([path, text]): RuleText => {
    const [index, file = ''] = path.split('/');
    return { file, text, index: index === '_all' ? undefined : index };
  });
  const reading = readRuleSet(texts, () => ({ tokenise }));
  for (let steps = 0; ; steps += 1) {
    const step = reading.next();
    if (step.done) return { ...step.value, steps, programOf: openedSet(step.value, { tokenise }) };
  }
}

function words(set: { readonly programOf: ProgramOf }, index: string, query: string): string {
  const request = { context: new Map(), now: 0, selection: { filters: [], limitByLevel: false } };
  const before = unexpanded(query, tokenise(query));
  const after: Expansion = set.programOf(index)?.rewrite(before, request) ?? before;
  return after.slots
    .map(({ alternatives }) =>
      alternatives.map(({ terms }) => terms.map(({ text }) => text).join('+')).join('|'),
    )
    .join(' ');
}

describe('readRuleSet', () => {
  const set = read({
    '_all/z.rules.txt': 'phone =>\n SYNONYM: mobile\n',
    '_all/a.replace.txt': 'fone => phone\n',
    'shop/b.rules.txt': 'phone =>\n SYNONYM: handset\n',
    'shop/a.synonyms.txt': 'case, cover\n',
  });

  test('files for every index go before those of one, replacements before rules', () => {
    expect(words(set, 'shop', 'fone case')).toBe('phone|mobile|handset case|cover');
    expect(words(set, 'other', 'fone case')).toBe('phone|mobile case');
    expect(set.files.map(({ file, index, rules }) => [file, index, rules])).toEqual([
      ['z.rules.txt', null, 1],
      ['a.replace.txt', null, 1],
      ['b.rules.txt', 'shop', 1],
      ['a.synonyms.txt', 'shop', 1],
    ]);
  });

  test('of every kind of file it is told how many rules it has; settings have none', () => {
    const { errors, files } = read({
      'shop/a.replace.txt': '# comment\nfone => phone\n\nfon* => phone$1\n',
      'shop/a.regex.txt': '(\\d+)gb => $1 gb\n# comment\n',
      'shop/a.units.json':
        '{"numberUnitDefinitions": [{"units": [{"term": "cm"}, {"term": "m"}], "fields": [{"fieldName": "size"}]}]}',
      'shop/a.word-break.json': '{"dictionary": {"wall": 12, "mount": 7}}',
      'shop/a.shingle.json': '{}',
      'shop/a.synonyms.txt': '# comment\ncase, cover\ntv => television\n\nsofa, couch\n',
      'shop/a.rules.txt': 'a =>\n UP: b\n',
    });
    expect(errors).toEqual([]);
    expect(Object.fromEntries(files.map(({ kind, rules }) => [kind, rules]))).toEqual({
      '.replace.txt': 2,
      '.regex.txt': 1,
      '.units.json': 2,
      '.word-break.json': null,
      '.shingle.json': null,
      '.synonyms.txt': 3,
      '.rules.txt': 1,
    });
  });

  test('an index of which no file speaks has no program where none is for all', () => {
    const own = read({ 'shop/a.rules.txt': 'a =>\n UP: b\n' });
    expect(own.programOf('other')).toBeUndefined();
    expect(own.programOf('shop')).toBeDefined();
    expect(own.programOf('__proto__')).toBeUndefined();
  });

  test('compounds are known by the words of each index, also where one file is for all of them', () => {
    const file = { file: 'a.word-break.json', text: '{"dictionaryField": "words"}', index: undefined };
    const others = ['shop', 'inn'].map((index) => ({ file: `${index}.synonyms.txt`, text: 'a, b', index }));
    const set = completed(readRuleSet([file, ...others], () => ({ tokenise })));
    const known = new Map([
      ['shop', 'wall'],
      ['inn', 'wallm'],
    ]);
    const wordsOf = (index: string | undefined) => ({
      tokenise,
      vocabulary: {
        documents: 10,
        frequency: (word: string) =>
          word === known.get(index ?? '') || word === 'ount' || word === 'mount' ? 3 : 0,
      },
    });
    const programOf = completed(openRuleSet(set, wordsOf));
    expect(words({ programOf }, 'shop', 'wallmount')).toBe('wallmount|wall+mount');
    expect(words({ programOf }, 'inn', 'wallmount')).toBe('wallmount|wallm+ount');
  });

  test('all faults of all files are reported, each once', () => {
    const { errors, warnings } = read({
      '_all/a.rules.txt': 'a =>\n UPP: b\n',
      '_all/b.replace.txt': 'nothing\n',
      'shop/c.rules.txt': 'c\n',
      'inn/d.rules.txt': 'd =>\n UP: x\n @{"p": [1,]}@\n',
    });
    expect(errors.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'a.rules.txt:2',
      'b.replace.txt:1',
      'c.rules.txt:1',
    ]);
    expect(warnings.map(({ file, line }) => `${file}:${line}`)).toEqual(['d.rules.txt:3']);
  });

  test('two files may have rules for the same input', () => {
    const { errors } = read({ '_all/a.rules.txt': 'a =>\n UP: b\n', 'shop/b.rules.txt': 'a =>\n UP: c\n' });
    expect(errors).toEqual([]);
  });

  test('an id may be given once among the files of an index', () => {
    const rule = (id: string) => `a =>\n UP: b\n @_id: "${id}"\n`;
    const { errors } = read({
      '_all/a.rules.txt': rule('x'),
      'shop/b.rules.txt': rule('x'),
      'inn/c.rules.txt': rule('y'),
      'bar/d.rules.txt': rule('y'),
    });
    expect(errors).toEqual([
      {
        file: 'b.rules.txt',
        line: 1,
        message: 'the id "x" belongs to a rule of a.rules.txt, line 1: give one of them another',
      },
    ]);
  });

  test('what one file pins another may not hide, unless they never hold together', () => {
    const told = (hiding: string): readonly string[] => {
      const { errors, warnings } = read({
        '_all/a.rules.txt': 'x =>\n UP: y\n\n"desk" =>\n PIN: 1 2\n @context: {"k": "v"}\n',
        'shop/b.rules.txt': hiding,
      });
      return [...errors, ...warnings].map(({ file, line, message }) => `${file}:${line}: ${message}`);
    };
    expect(told('desk =>\n HIDE: 2\n')).toEqual([
      expect.stringMatching(/^b\.rules\.txt:2: document "2" has both PIN and HIDE .*a\.rules\.txt, line 4/),
    ]);
    expect(told('desk =>\n BURY: 1\n')).toEqual([
      expect.stringMatching(/^b\.rules\.txt:2: document "1" has both PIN and BURY/),
    ]);
    expect(told('desk =>\n HIDE: 2\n @context: {"k": "w"}\n')).toEqual([]);
    expect(told('desk =>\n HIDE: 3\n')).toEqual([]);
    expect(told('table =>\n HIDE: 1\n')).toEqual([]);
  });

  test('synonyms may not lead back to themselves through another file', () => {
    const { errors } = read({
      '_all/a.synonyms.txt': 'sofa => couch\n',
      'shop/b.synonyms.txt': '# back\ncouch => sofa\n',
      'inn/c.synonyms.txt': 'couch => settee\n',
    });
    expect(errors).toEqual([
      { file: 'a.synonyms.txt', line: 1, message: expect.stringContaining('"sofa => couch => sofa"') },
    ]);
  });

  test('a file for every index is read once where words are cut alike', () => {
    const one = read({ '_all/a.rules.txt': 'a =>\n UP: b\n'.repeat(100) });
    const three = read({
      '_all/a.rules.txt': 'a =>\n UP: b\n'.repeat(100),
      'shop/b.shingle.json': '{}',
      'inn/c.shingle.json': '{}',
    });
    expect(three.steps).toBeLessThan(one.steps * 2.5);
  });

  test('more rules than memory is planned for are one fault, with its line', () => {
    const text = `def t():\n  UP: x\n\n${'#\n'.repeat(1_000_000)}`;
    const { errors } = read({ 'shop/a.rules.txt': text });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ file: 'a.rules.txt', line: 600_001 });
    expect(errors[0]?.message).toContain('too many rules');
  });

  test('a large file is read rule by rule', () => {
    const text = Array.from({ length: 500 }, (_, n) => `w${n} =>\n UP: x\n`).join('');
    expect(read({ 'shop/a.rules.txt': text }).steps).toBeGreaterThanOrEqual(500);
  });
});
