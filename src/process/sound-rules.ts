import type { RulesReport } from '../admin-api/rules.ts';
import type { RuleFolder } from '../live-rules/rule-folder.ts';

/** Letters of rule files that the primary keeps; more are not kept, and a process that starts reads what lies there. */
const MOST_LETTERS = 64 * 1024 * 1024;

/** The rule files that all processes took last without a fault: what a new one starts with where those that lie there are faulty. */
export interface SoundRules {
  /** Undefined where nothing is known to be sound. */
  folder(): RuleFolder | undefined;
  /**
   * Runs what makes processes read their files. Files that were the same before and after, and that nobody found a
   * fault in, are what they read: these are kept.
   */
  during<T>(read: () => Promise<T>): Promise<T>;
}

export interface SoundRulesOptions {
  /** Reads the rule files as they lie there now. */
  readonly readFolder: () => Promise<RuleFolder>;
  /** What all processes say of their rules. */
  readonly reports: () => Promise<readonly Pick<RulesReport, 'errors' | 'refused'>[]>;
}

export function createSoundRules({ readFolder, reports }: SoundRulesOptions): SoundRules {
  let kept: RuleFolder | undefined;

  /** A folder that cannot be read is nothing to keep; the processes say why it cannot. */
  const look = (): Promise<RuleFolder | undefined> => readFolder().catch(() => undefined);

  return {
    folder: () => kept,
    async during(read) {
      const before = await look();
      const result = await read();
      const after = await look();
      const said = await reports();
      const isSound =
        said.length > 0 && said.every(({ errors, refused }) => errors.length === 0 && refused === null);
      if (isSound && before !== undefined && after !== undefined && areSame(before, after)) {
        kept = lettersOf(before) <= MOST_LETTERS ? before : undefined;
      }
      return result;
    },
  };
}

function areSame(one: RuleFolder, other: RuleFolder): boolean {
  return (
    one.errors.length === 0 &&
    other.errors.length === 0 &&
    one.texts.length === other.texts.length &&
    one.texts.every(({ file, text }, at) => other.texts[at]!.file === file && other.texts[at]!.text === text)
  );
}

function lettersOf({ texts }: RuleFolder): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
