import { RE2JS } from 're2js';
import type { RuleFile } from '../expansion.ts';
import { Faults } from '../source/faults.ts';
import { type RuleSource, sourceLines } from '../source/lines.ts';
import { completed, type Steps } from '../source/steps.ts';
import { PatternFault } from './pattern-fault.ts';
import { translatePattern } from './pattern.ts';
import { type PackedRegexRule, type PackedRegexRules, RegexProgram, type RegexRule } from './program.ts';
import { readReplacement } from './replacement.ts';

export interface RegexOptions {
  /** Whether queries are matched, and given back, in small letters; true when undefined. */
  readonly ignoreCase?: boolean;
}

export interface RegexFile extends RuleFile {
  readonly packed: PackedRegexRules;
}

const ARROW = '=>';
/** Steps of a pattern: each character of a query may take so many. */
const MOST_STEPS = 2500;
/** Each of them takes about a microsecond of every query. */
const MOST_PATTERNS = 2000;
const SHAPE = 'write "pattern => replacement"';

/**
 * Reads a file of `pattern => replacement` lines; from a `#` on a line is a comment. A pattern stands for one or
 * several whole words. All are run by an engine whose time grows with the query's length only.
 */
export function parseRegexRules(source: RuleSource, options: RegexOptions = {}): RegexFile {
  return completed(readRegexRules(source, options));
}

/** As {@link parseRegexRules}, line by line. */
export function* readRegexRules(source: RuleSource, options: RegexOptions = {}): Steps<RegexFile> {
  const ignoreCase = options.ignoreCase ?? true;
  const rules: (RegexRule & PackedRegexRule)[] = [];
  const faults = new Faults(source.file);
  let ordinal = 0;
  for (const { line, text } of sourceLines(source.text)) {
    const rule = (text.split('#', 1)[0] ?? '').trim();
    if (rule === '') continue;
    try {
      const read = readRule(rule, ignoreCase);
      rules.push({ ...read, id: `${read.source}#${ordinal}`, file: source.file, line });
      if (/(?:^|[^\\[])\^|(?:^|[^\\])\$/.test(read.source)) {
        faults.warn(
          line,
          'a "^" or "$" is an ordinary character here: a rule stands for words wherever they are',
        );
      }
    } catch (error) {
      if (!(error instanceof PatternFault)) throw error;
      faults.error(line, error.message);
    }
    ordinal += 1;
    yield line;
    if (ordinal > MOST_PATTERNS) {
      faults.error(line, `more than ${MOST_PATTERNS} patterns would slow every query down: use .replace.txt`);
      break;
    }
    if (faults.isFull) break;
  }
  const { errors, warnings } = faults;
  const packed: PackedRegexRules = {
    kind: 'regex',
    ignoreCase,
    rules: rules.map(({ run: _run, ...rule }) => rule),
  };
  return { open: () => new RegexProgram(rules, ignoreCase), packed, count: ordinal, errors, warnings };
}

/** A pattern that was read without a fault, compiled again: each takes as long as a line takes to be read. */
export function* openRegexRules({ ignoreCase, rules }: PackedRegexRules): Steps<RegexProgram> {
  const opened: RegexRule[] = [];
  for (const { pattern, ...rule } of rules) {
    opened.push({ ...rule, run: compile(pattern, rule.source) });
    yield rule.line;
  }
  return new RegexProgram(opened, ignoreCase);
}

function readRule(
  text: string,
  ignoreCase: boolean,
): Pick<RegexRule & PackedRegexRule, 'source' | 'run' | 'pattern' | 'replacement'> {
  const parts = text.split(ARROW);
  if (parts.length !== 2) {
    const problem = parts.length === 1 ? `has no "${ARROW}"` : `has more than one "${ARROW}"`;
    throw new PatternFault(`"${text}" ${problem}: ${SHAPE}`);
  }
  const source = parts[0]!.trim();
  const output = parts[1]!.trim();
  if (source === '') throw new PatternFault(`nothing stands before "${ARROW}": ${SHAPE}`);
  if (output === '') {
    throw new PatternFault(
      `nothing stands after "${ARROW}": ${SHAPE}; to delete words, use a file of replacements (.replace.txt)`,
    );
  }
  const { text: pattern, groups } = translatePattern(source, ignoreCase);
  return {
    source,
    pattern,
    run: compile(pattern, source),
    replacement: readReplacement(ignoreCase ? output.toLowerCase() : output, groups),
  };
}

/** The pattern where it begins and ends with a word. */
function compile(pattern: string, source: string): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(`(?:^| )(${pattern})(?: |$)`, RE2JS.DOTALL);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatternFault(`"${source}" cannot be run in linear time: ${reason}`, { cause: error });
  }
  if (compiled.programSize() <= MOST_STEPS) return compiled;
  throw new PatternFault(`"${source}" would slow every query down: write smaller numbers in { }, or + and *`);
}
