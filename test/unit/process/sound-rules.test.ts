import { describe, expect, test } from '@jest/globals';
import type { RuleFolder } from '../../../src/live-rules/rule-folder.ts';
import { createSoundRules, type SoundRulesOptions } from '../../../src/process/sound-rules.ts';

const folderOf = (text: string): RuleFolder => ({
  texts: [{ file: 'rules/_all/a.rules.txt', text, index: undefined }],
  errors: [],
  warnings: [],
});
const FAULT = { file: 'a', line: 1, message: 'is wrong' };
const SOUND = { errors: [], refused: null };

/** Files that change, and processes that say what they are told to. */
function world() {
  const now: { text: string; reports: Awaited<ReturnType<SoundRulesOptions['reports']>> } = {
    text: 'a',
    reports: [SOUND],
  };
  const rules = createSoundRules({
    readFolder: async () => folderOf(now.text),
    reports: async () => now.reports,
  });
  return { now, rules };
}

describe('the rules that were sound last', () => {
  test('are those that processes read without a fault', async () => {
    const { rules, now } = world();
    expect(rules.folder()).toBeUndefined();
    expect(await rules.during(async () => 7)).toBe(7);
    expect(rules.folder()?.texts[0]?.text).toBe('a');
    now.text = 'b';
    await rules.during(async () => undefined);
    expect(rules.folder()?.texts[0]?.text).toBe('b');
  });

  test.each([
    ['refused them', { errors: [], refused: { at: '', errors: [FAULT] } }],
    ['left some of them out', { errors: [FAULT], refused: null }],
  ])('stay where a process %s', async (_, report) => {
    const { rules, now } = world();
    await rules.during(async () => undefined);
    Object.assign(now, { text: 'faulty', reports: [SOUND, report] });
    await rules.during(async () => undefined);
    expect(rules.folder()?.texts[0]?.text).toBe('a');
  });

  test('stay where files changed while they were read, and where nobody answers', async () => {
    const { rules, now } = world();
    await rules.during(async () => undefined);
    await rules.during(async () => void (now.text = 'b'));
    expect(rules.folder()?.texts[0]?.text).toBe('a');
    now.reports = [];
    await rules.during(async () => undefined);
    expect(rules.folder()?.texts[0]?.text).toBe('a');
  });

  test('a folder that cannot be read keeps nobody from starting', async () => {
    const rules = createSoundRules({
      readFolder: () => Promise.reject(new Error('EACCES')),
      reports: async () => [SOUND],
    });
    expect(await rules.during(async () => 7)).toBe(7);
    expect(rules.folder()).toBeUndefined();
  });
});
