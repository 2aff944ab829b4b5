import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnalysisRegistry } from '../../../../src/embedded/analysis/registry.ts';
import type { ChainAnalyzer } from '../../../../src/embedded/analysis/token-stream.ts';
import { EngineError } from '../../../../src/embedded/errors.ts';
import { wordSegmenter } from '../helpers.ts';

const registry = new AnalysisRegistry(wordSegmenter, {
  analyzer: {
    html: { tokenizer: 'standard', char_filter: ['html_strip', 'signs'] },
    multi: { tokenizer: 'standard', filter: ['lowercase', 'phones'] },
  },
  char_filter: { signs: { type: 'mapping', mappings: ['& => and'] } },
  filter: { phones: { type: 'synonym', synonyms: ['cell phone, mobile'] } },
});
const named = (name: string): ChainAnalyzer => registry.analyzer(name)!;
const texts = (name: string, text: string): string[] =>
  named(name)
    .tokens(text)
    .map((token) => token.text);

describe('every analyzer', () => {
  const pieces = fc.constantFrom(
    'word',
    "it's",
    '3.5',
    '手机壳',
    'カメラ',
    'ｶﾞ',
    'の',
    '한국',
    '👍🏽',
    ' ',
    '. ',
    ',',
    '_',
    'é',
    'ไทย',
    '\u200d',
    ':',
    '\ud800',
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  test.each(['standard', 'english', 'cjk', 'whitespace', 'keyword', 'simple', 'stop', 'jieba'])(
    '%s: offsets lie in the text and positions never fall',
    (name) => {
      fc.assert(
        fc.property(text, (input) => {
          let position = -1;
          for (const token of named(name).tokens(input)) {
            expect(token.start).toBeGreaterThanOrEqual(0);
            expect(token.end).toBeGreaterThanOrEqual(token.start);
            expect(token.end).toBeLessThanOrEqual(input.length);
            expect(token.position).toBeGreaterThanOrEqual(position);
            position = token.position;
          }
        }),
      );
    },
  );

  test('standard: the fast way for ASCII gives what the rules give', () => {
    const ascii = fc.array(fc.constantFrom('a', 'Z', '1', '9', '.', ',', ':', ';', "'", '_', ' ', '-', '"'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(ascii, (chars) => {
        const input = chars.join('');
        const expected = named('standard').tokens(input);
        // A mark that the rules ignore takes the text off the fast way.
        const slow = named('standard').tokens(`${input} \u00ad`);
        expect(expected).toEqual(slow);
      }),
    );
  });
});

describe('analyzers of settings', () => {
  test('character filters lead offsets back to the text as it was', () => {
    const tokens = named('html').tokens('<b>salt</b> &amp; pepper');
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['salt', 3, 11],
      ['and', 12, 17],
      ['pepper', 18, 24],
    ]);
  });

  test('synonyms of several words stand where the words stood', () => {
    const tokens = named('multi').tokens('my cell phone case');
    expect(tokens.map(({ text, position, type }) => [text, position, type])).toEqual([
      ['my', 0, '<ALPHANUM>'],
      ['cell', 1, '<ALPHANUM>'],
      ['mobile', 1, 'SYNONYM'],
      ['phone', 2, '<ALPHANUM>'],
      ['case', 3, '<ALPHANUM>'],
    ]);
  });

  test('jieba cuts by the segmenter that was handed in', () => {
    expect(texts('jieba', '手机壳 iPhone15')).toEqual(['手机', '壳', 'iphone15']);
  });

  test('what Elasticsearch has and this engine lacks is 501, what nobody has 400', () => {
    const statusOf = (type: string): unknown => {
      try {
        return new AnalysisRegistry(wordSegmenter, { analyzer: { a: { type } } });
      } catch (error) {
        return error instanceof EngineError ? error.status : error;
      }
    };
    expect(statusOf('german')).toBe(501);
    expect(statusOf('nonsense')).toBe(400);
  });
});

describe('stemming', () => {
  // Pairs of Porter's own description of the algorithm.
  test.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['agreed', 'agre'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['conditional', 'condit'],
    ['electricity', 'electr'],
    ['adjustment', 'adjust'],
    ['probate', 'probat'],
    ['controlling', 'control'],
  ])('%s → %s', (word, stem) => expect(texts('english', word)).toEqual([stem]));
});
