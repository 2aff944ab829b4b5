import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseCommonRules } from '../../../src/rules/common/parse.ts';
import { readTests } from '../../../src/rules/common/rule-test.ts';

const INDENT = 4;

/** Blocks of a page that are rules: indented by four, and with a line that ends with an arrow. */
function ruleBlocks(file: string): readonly { readonly line: number; readonly text: string }[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let open: { line: number; lines: string[] } | undefined;
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, at) => {
      if (line.startsWith(' '.repeat(INDENT))) {
        if (open === undefined) blocks.push((open = { line: at + 1, lines: [] }));
        open.lines.push(line.slice(INDENT));
      } else if (line.trim() === '' && open !== undefined) open.lines.push('');
      else open = undefined;
    });
  return blocks
    .map(({ line, lines }) => ({ line, text: lines.join('\n') }))
    .filter(({ text }) => /=>\s*$/m.test(text));
}

describe('rules that the documentation shows', () => {
  test.each(ruleBlocks('docs/rules.md'))('docs/rules.md:$line', ({ text }) => {
    const read = parseCommonRules(
      { file: 'docs/rules.md', text },
      { tokenise: (words) => words.split(' '), booleanInput: text.includes(' AND ') },
    );
    expect([...read.errors, ...read.warnings]).toEqual([]);
    expect(read.rules.length).toBeGreaterThan(0);
    for (const { properties } of read.rules) expect(() => readTests(properties)).not.toThrow();
  });

  test('there are many', () => {
    expect(ruleBlocks('docs/rules.md').length).toBeGreaterThanOrEqual(14);
  });
});
