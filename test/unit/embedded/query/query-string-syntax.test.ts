import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SearchFault } from '../../../../src/embedded/query/fault.ts';
import { parseQueryString } from '../../../../src/embedded/query/query-string-syntax.ts';
import type { QueryNode } from '../../../../src/embedded/query/query-string-syntax.ts';

const SIGNS = { must: '+', must_not: '-', should: '' };

/** The tree in one line, required parts marked +, forbidden ones -. */
function show(node: QueryNode): string {
  const boost = node.boost === 1 ? '' : `^${node.boost}`;
  if (node.kind === 'group') {
    return `(${node.clauses.map(({ occur, node: one }) => `${SIGNS[occur]}${show(one)}`).join(' ')})${boost}`;
  }
  const field = node.field === null ? '' : `${node.field}:`;
  const distance = node.distance === null ? '' : `~${node.distance}`;
  return `${field}${node.kind}[${node.text}]${distance}${boost}`;
}

describe('parseQueryString', () => {
  test.each([
    ['quick brown fox', '(words[quick brown fox])'],
    ['quick AND brown fox', '(+words[quick] +words[brown] words[fox])'],
    ['a OR b', '(words[a] words[b])'],
    ['+a -b !c NOT d', '(+words[a] -words[b] -words[c] -words[d])'],
    ['title:(a OR b)^2 c', '((title:words[a] title:words[b])^2 words[c])'],
    ['"lazy dog"~3 x', '(phrase[lazy dog]~3 words[x])'],
    ['qui* br?wn fx~1', '(prefix[qui] wildcard[br?wn] fuzzy[fx]~1)'],
    ['price:[10 TO 20} stock:>5', '(price:range[[10 TO 20}] stock:range[>5])'],
    ['_exists_:title', '(_exists_:words[title])'],
    ['a\\:b', '(words[a:b])'],
    ['wi-fi', '(words[wi-fi])'],
    ['手机 蓝牙', '(words[手机 蓝牙])'],
  ])('%s', (text, expected) => {
    expect(show(parseQueryString(text, 'or'))).toBe(expected);
  });
  test('with AND as the default everything without OR is required', () => {
    expect(show(parseQueryString('a "b" OR c -d', 'and'))).toBe('(+words[a] phrase[b] words[c] -words[d])');
  });
  test.each(['a AND (b', 'a)', '"open', 'title:', 'a ^'])('refuses %s', (text) => {
    expect(() => parseQueryString(text, 'or')).toThrow(SearchFault);
  });
  test('ends on any text, with a tree or a fault', () => {
    const letters = fc.constantFrom(
      'a',
      'b',
      ' ',
      '"',
      '(',
      ')',
      '+',
      '-',
      '~',
      '^',
      ':',
      '*',
      '\\',
      'AND ',
      'OR ',
      '2',
      '[',
      ' TO ',
      ']',
      '>',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 15 }), (parts) => {
        try {
          expect(parseQueryString(parts.join(''), 'or').kind).toBe('group');
        } catch (fault) {
          expect(fault).toBeInstanceOf(SearchFault);
        }
      }),
    );
  });
});
