import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseCommonRules } from '../../../src/rules/common/parse.ts';
import { readTests } from '../../../src/rules/common/rule-test.ts';
import { parseSynonyms } from '../../../src/rules/synonyms/parse.ts';

const INDENT = 4;

interface Block {
  readonly line: number;
  readonly text: string;
}

/** Rules have a line that ends with an arrow. */
const isRules = (text: string): boolean => /=>\s*$/m.test(text);
/** Words parted by commas, and no rules. */
const isSynonyms = (text: string): boolean =>
  /^[^\n:({]+, [^\n:({]+$/m.test(text) && !isRules(text) && !/^(npx )?relevance /m.test(text);
const ruleBlocks = (file: string): readonly Block[] => blocksOf(file, isRules);

/** Blocks of a page that are indented by four. */
function blocksOf(file: string, isWanted: (text: string) => boolean): readonly Block[] {
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
    .filter(({ text }) => isWanted(text));
}

const PAGES = ['docs/rules.md', 'docs/moving-from-querqy.md', 'docs/quick-start.md'];

describe('rules that the documentation shows', () => {
  const blocks = PAGES.flatMap((file) => ruleBlocks(file).map((block) => ({ file, ...block })));
  test.each(blocks)('$file:$line', ({ file, text }) => {
    const read = parseCommonRules(
      { file, text },
      { tokenise: (words) => words.split(' '), booleanInput: text.includes(' AND ') },
    );
    expect([...read.errors, ...read.warnings]).toEqual([]);
    expect(read.rules.length).toBeGreaterThan(0);
    for (const { properties } of read.rules) expect(() => readTests(properties)).not.toThrow();
  });

  test.each(blocksOf('docs/rules.md', isSynonyms).concat(blocksOf('docs/moving-from-querqy.md', isSynonyms)))(
    'synonyms in line $line',
    ({ text }) => {
      const { errors, warnings } = parseSynonyms(
        { file: 'x', text },
        { tokenise: (words) => words.split(' ') },
      );
      expect([...errors, ...warnings]).toEqual([]);
    },
  );

  test('there are many', () => {
    expect(ruleBlocks('docs/rules.md').length).toBeGreaterThanOrEqual(14);
  });
});
