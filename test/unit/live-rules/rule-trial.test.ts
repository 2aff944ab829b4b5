import { expect, test } from '@jest/globals';
import { withTrial } from '../../../src/live-rules/rule-trial.ts';

const text = (file: string, index: string | undefined, words = 'old') => ({ file, index, text: words });
const FOLDER = {
  texts: [text('rules/_all/a.rules.txt', undefined), text('rules/shop/b.rules.txt', 'shop')],
  errors: [{ file: 'rules/shop/b.rules.txt', line: 1, message: 'is not written in UTF-8' }],
  warnings: [],
};

test('a new file comes behind those that are there', () => {
  const { texts, errors } = withTrial(FOLDER, '/etc/rules', {
    index: 'shop',
    file: 'try.rules.txt',
    rules: 'new',
  });
  expect(texts.map(({ file, text: words }) => [file, words])).toEqual([
    ['rules/_all/a.rules.txt', 'old'],
    ['rules/shop/b.rules.txt', 'old'],
    ['rules/shop/try.rules.txt', 'new'],
  ]);
  expect(errors).toHaveLength(1);
});

test('one of the same name and index gives way, with its faults', () => {
  const { texts, errors } = withTrial(FOLDER, '/etc/rules', {
    index: 'shop',
    file: 'b.rules.txt',
    rules: 'new',
  });
  expect(texts).toEqual([FOLDER.texts[0], text('rules/shop/b.rules.txt', 'shop', 'new')]);
  expect(errors).toEqual([]);
});

test('one of the same name for all indices stays', () => {
  const { texts } = withTrial(FOLDER, '/etc/rules', { index: 'shop', file: 'a.rules.txt', rules: 'new' });
  expect(texts.map(({ file, index }) => [file, index])).toEqual([
    ['rules/_all/a.rules.txt', undefined],
    ['rules/shop/b.rules.txt', 'shop'],
    ['rules/shop/a.rules.txt', 'shop'],
  ]);
});
