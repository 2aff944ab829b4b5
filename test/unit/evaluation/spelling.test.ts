import { describe, expect, test } from '@jest/globals';
import { readSpellingPairs, spellingReport } from '../../../src/evaluation/spelling.ts';
import { spellingClass } from '../../../src/evaluation/spelling-class.ts';

const result = (typed: string, intended: string, corrected: string, intendedCorrected = intended) => ({
  typed,
  intended,
  corrected,
  intendedCorrected,
});

describe('readSpellingPairs', () => {
  test('takes the first two columns, and no empty line', () => {
    expect(readSpellingPairs(['teh\tthe', '', 'a b\tab\tmore\r'], 'pairs.tsv')).toEqual([
      { typed: 'teh', intended: 'the' },
      { typed: 'a b', intended: 'ab' },
    ]);
  });

  test('names the line that has one column', () => {
    expect(() => readSpellingPairs(['a\ta', 'b'], 'pairs.tsv')).toThrow('pairs.tsv:2: expected typed TAB');
  });
});

describe('spellingReport', () => {
  test('counts sentences as pycorrector does', () => {
    const report = spellingReport([
      result('teh cat', 'the cat', 'the cat'),
      result('a dgo', 'a dog', 'a dgo'),
      result('a dgo', 'a dog', 'a ego'),
      result('right', 'right', 'right'),
      result('also right', 'also right', 'also wright'),
    ]);
    // One restored, one clean row changed, three rows with an error.
    expect(report.sentence.precision).toBeCloseTo(1 / 2);
    expect(report.sentence.recall).toBeCloseTo(1 / 3);
    expect(report.sentence.f1).toBeCloseTo(0.4);
    expect(report.cleanChanged).toBe(0.5);
    expect(
      [report.restored, report.miscorrected, report.cleanKept].map(({ count, total }) => [count, total]),
    ).toEqual([
      [1, 3],
      [1, 3],
      [1, 2],
    ]);
  });

  test('looks past case and blanks, and counts every intended text once', () => {
    const report = spellingReport([
      result(' Teh  Cat', 'the cat', 'The cat', 'the bat'),
      result('the cta', 'THE CAT ', 'the cat', 'the bat'),
      result('The dog', 'the dog', 'the dog'),
    ]);
    expect(report.restored).toMatchObject({ count: 2, total: 2 });
    expect(report.cleanKept).toMatchObject({ count: 1, total: 1 });
    expect(report.intendedKept).toMatchObject({ count: 1, total: 2 });
  });

  test('of nothing is zero, not NaN', () => {
    expect(spellingReport([]).sentence).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});

describe('spellingClass', () => {
  test.each([
    ['hat', 'bat', 'one letter wrong'],
    ['bta', 'bat', 'two letters swapped'],
    ['at', 'bat', 'one letter missing'],
    ['baat', 'bat', 'one letter too many'],
    ['fisical', 'physical', 'more than two edits'],
    ['bqxts', 'bats', 'two edits'],
    ['head phones', 'headphones', 'word split'],
    ['headphones', 'head phones', 'words joined'],
    ['平果手机', '苹果手机', 'chinese: same length'],
    ['shouji ke', '手机壳', 'chinese: other length'],
    [`x${'a'.repeat(500)}`, 'a'.repeat(500), 'long text'],
  ])('%s for %s is: %s', (typed, intended, name) => {
    expect(spellingClass(typed, intended)).toBe(name);
  });
});
