import type { RuleProgram } from './expansion.ts';
import { type AnyRuleFile, RULE_FILE_KINDS, ruleFileKind, type RuleFileOptions } from './rule-files.ts';
import type { RuleSource } from './source/lines.ts';
import type { Steps } from './source/steps.ts';

/** The text of a rule file and the index that it is for. */
export interface RuleText extends RuleSource {
  /** Undefined is every index. */
  readonly index: string | undefined;
}

/** How a file is read for an index: its dictionaries decide how words are cut. */
export type RuleOptionsOf = (index: string | undefined, file: string) => RuleFileOptions;

/** A file that was read with the dictionaries of an index. */
export interface ReadRules {
  readonly file: string;
  /** How its name ends. */
  readonly kind: string;
  readonly read: AnyRuleFile;
}

/** Texts that come without a name of a rule file, as to be checked, are common rules. */
const COMMON = ruleFileKind('.rules.txt') ?? RULE_FILE_KINDS[0]!;
const NOTHING: RuleProgram = { rewrite: (expansion) => expansion };
/** Rules and lines of all files, again for every index with dictionaries of its own: what memory is planned for. */
const MOST_RULES = 300_000;
/** A rule takes two: it is read, and looked at beside the others. */
const MOST_STEPS = 2 * MOST_RULES;

/** Reads each file once for all indices whose words are cut alike. */
export class RuleReader {
  readonly #optionsOf: RuleOptionsOf;
  readonly #read = new Map<RuleText, Map<unknown, ReadRules>>();
  #steps = 0;

  constructor(optionsOf: RuleOptionsOf) {
    this.#optionsOf = optionsOf;
  }

  *read(text: RuleText, index: string | undefined): Steps<ReadRules> {
    const options = this.#optionsOf(index, text.file);
    const known = this.#read.get(text) ?? new Map<unknown, ReadRules>();
    this.#read.set(text, known);
    const before = known.get(options.tokenise);
    if (before !== undefined) return before;
    const fresh = yield* this.#bounded(text, options);
    known.set(options.tokenise, fresh);
    return fresh;
  }

  *#bounded(text: RuleText, options: RuleFileOptions): Steps<ReadRules> {
    const { file } = text;
    const kind = ruleFileKind(file) ?? COMMON;
    const steps = kind.read(text, options);
    for (;;) {
      const step = steps.next();
      if (step.done) return { file, kind: kind.ending, read: step.value };
      this.#steps += 1;
      if (this.#steps > MOST_STEPS) {
        const message = `these are too many rules: all files together may have about ${MOST_RULES}`;
        const read = {
          open: () => NOTHING,
          packed: { kind: 'nothing' as const },
          errors: [{ file, line: step.value, message }],
          warnings: [],
        };
        return { file, kind: kind.ending, read };
      }
      yield step.value;
    }
  }
}
