import { describe, expect, test } from '@jest/globals';
import { parseContext } from '../../../src/console/parts/context-text.ts';

describe('a context as it is typed', () => {
  test.each([
    ['', {}],
    [' , ', {}],
    ['segment=member', { segment: 'member' }],
    [' segment = member , device=phone,', { segment: 'member', device: 'phone' }],
    ['formula=a=b', { formula: 'a=b' }],
    ['empty=', { empty: '' }],
  ])('%j', (text, context) => {
    expect(parseContext(text)).toEqual(context);
  });

  test.each(['member', '=member', 'a=b, c'])('%j cannot be read', (text) => {
    expect(parseContext(text)).toBeUndefined();
  });
});
