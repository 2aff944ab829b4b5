import { expect, test } from '@jest/globals';
import { colour } from '../../../src/cli/colour.ts';

test('colours are for terminals, and for nobody who does not want them', () => {
  const terminal = { isTTY: true };
  expect(colour('ok', 'green', terminal, {})).toBe('\u001b[32mok\u001b[39m');
  expect(colour('ok', 'green', terminal, { NO_COLOR: '' })).toBe('\u001b[32mok\u001b[39m');
  expect(colour('ok', 'green', terminal, { NO_COLOR: '1' })).toBe('ok');
  expect(colour('ok', 'green', terminal, { TERM: 'dumb' })).toBe('ok');
  expect(colour('ok', 'green', {}, {})).toBe('ok');
});
