import type { RE2JS } from 're2js';
import type { Expansion, RuleMatch, RuleProgram } from '../expansion.ts';
import { liveTerms, withTerms } from '../rewriting.ts';
import { blankSeparated } from '../source/lines.ts';
import type { ReplacementPiece } from './replacement.ts';

export interface RegexRule {
  /** As written. */
  readonly source: string;
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** Finds words; its first group is what the pattern stands for, the pattern's own follow. */
  readonly run: RE2JS;
  readonly replacement: readonly ReplacementPiece[];
}

/** A file of regular expressions as it goes from one thread to another; patterns are compiled anew where it comes to. */
export interface PackedRegexRules {
  readonly kind: 'regex';
  readonly ignoreCase: boolean;
  readonly rules: readonly PackedRegexRule[];
}

export interface PackedRegexRule extends Omit<RegexRule, 'run'> {
  /** In the engine's writing. */
  readonly pattern: string;
}

/** Part of a query: words that rules may still change, or the words that one has written. */
interface Segment {
  readonly text: string;
  readonly written: boolean;
}

/** Where two rules want the same words the later one has them; others take what is left around them. */
export class RegexProgram implements RuleProgram {
  readonly #rules: readonly RegexRule[];
  readonly #ignoreCase: boolean;

  constructor(rules: readonly RegexRule[], ignoreCase: boolean) {
    this.#rules = rules.toReversed();
    this.#ignoreCase = ignoreCase;
  }

  rewrite(expansion: Expansion): Expansion {
    const query = liveTerms(expansion)
      .map(({ text }) => text)
      .join(' ');
    let segments: readonly Segment[] = [
      { text: this.#ignoreCase ? query.toLowerCase() : query, written: false },
    ];
    const matched: RuleMatch[] = [];
    for (const rule of this.#rules) {
      segments = segments.flatMap((segment) =>
        segment.written ? [segment] : apply(rule, segment.text, matched),
      );
    }
    const terms = segments.flatMap(({ text }) => blankSeparated(text)).map((text) => ({ text }));
    // Groups may be empty; a query never becomes so by that.
    return matched.length === 0 || terms.length === 0 ? expansion : withTerms(expansion, terms, matched);
  }
}

/** Every place in the text where the rule matches, from the left, and what is between them. */
function apply(rule: RegexRule, text: string, matched: RuleMatch[]): Segment[] {
  const segments: Segment[] = [];
  let rest = text;
  while (rest !== '') {
    const matcher = rule.run.matcher(rest);
    if (!matcher.find() || matcher.end(1) === matcher.start(1)) break;
    const match = matcher.group(1) ?? '';
    const written = rule.replacement
      .map((piece) => (typeof piece === 'string' ? piece : (matcher.group(piece + 1) ?? '')))
      .join('');
    const before = rest.slice(0, matcher.start(1)).trim();
    if (before !== '') segments.push({ text: before, written: false });
    segments.push({ text: written, written: true });
    matched.push({
      rule: rule.id,
      message: `${match} => ${written}`,
      file: rule.file,
      line: rule.line,
      match,
      type: 'regex',
      instructions: ['replace'],
    });
    rest = rest.slice(matcher.end(1)).trim();
  }
  if (rest !== '') segments.push({ text: rest, written: false });
  return segments;
}
