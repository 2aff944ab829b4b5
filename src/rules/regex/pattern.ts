import { classText, namedClass, readClass } from './character-class.ts';
import { PatternFault } from './pattern-fault.ts';

/** A pattern in RE2's notation. */
export interface TranslatedPattern {
  readonly text: string;
  /** How many `( )` there are. */
  readonly groups: number;
}

const QUANTIFIER = /^(?:[?*+]|\{(\d*)(,?)(\d*)\})/;
const MOST_REPEATS = 1000;

/**
 * Translates the rule files' pattern language into RE2's: characters, `\d \s \w`, `.`, classes with `&&` and `^`,
 * `? + * {m} {m,} {m,n}`, `( | )`. Everything else that has a sign in front is the character itself, `^` and `$` are
 * characters too, since a rule always stands for whole words.
 *
 * @param ignoreCase whether the pattern is to be run on text in small letters
 * @throws {PatternFault} where the pattern is not of that language
 */
export function translatePattern(pattern: string, ignoreCase: boolean): TranslatedPattern {
  return new Translator(pattern, ignoreCase).translate();
}

class Translator {
  readonly #pattern: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #groups = 0;
  /** Offsets of the groups that are open. */
  readonly #open: number[] = [];

  constructor(pattern: string, ignoreCase: boolean) {
    this.#pattern = pattern;
    this.#ignoreCase = ignoreCase;
  }

  translate(): TranslatedPattern {
    let text = '';
    /** Whether what stands before can be repeated. */
    let repeatable = false;
    while (this.#at < this.#pattern.length) {
      const quantifier = QUANTIFIER.exec(this.#pattern.slice(this.#at));
      if (quantifier !== null || this.#pattern[this.#at] === '{') {
        text += this.#quantifier(quantifier, repeatable);
        repeatable = false;
        continue;
      }
      const piece = this.#piece();
      text += piece;
      repeatable = piece !== '(' && piece !== '|';
    }
    if (this.#open.length > 0)
      throw new PatternFault('a "(" is not closed: write ")" after it, or "\\(" for it');
    return { text, groups: this.#groups };
  }

  #piece(): string {
    const sign = this.#pattern[this.#at]!;
    switch (sign) {
      case '(':
        return this.#openGroup();
      case ')':
        return this.#closeGroup();
      case '|':
      case '.':
        this.#at += 1;
        return sign;
      case '[': {
        const { set, end } = readClass(this.#pattern, this.#at, this.#ignoreCase);
        this.#at = end;
        return classText(set);
      }
      case '\\':
        return this.#escaped();
      default: {
        const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at)!);
        this.#at += character.length;
        return this.#literal(character);
      }
    }
  }

  #openGroup(): string {
    if (this.#pattern[this.#at + 1] === '?') {
      throw new PatternFault(
        'a group cannot begin with "(?": neither look-around nor flags are known here, write a plain "( )"',
      );
    }
    this.#open.push(this.#at);
    this.#at += 1;
    this.#groups += 1;
    return '(';
  }

  #closeGroup(): string {
    if (this.#open.pop() === undefined) {
      throw new PatternFault('a ")" closes nothing: write "(" before it, or "\\)" for it');
    }
    this.#at += 1;
    return ')';
  }

  #escaped(): string {
    const next = this.#pattern.codePointAt(this.#at + 1);
    if (next === undefined) throw new PatternFault('nothing follows the last "\\": write "\\\\" for it');
    const character = String.fromCodePoint(next);
    this.#at += 1 + character.length;
    const named = namedClass(character);
    if (named !== undefined) return classText(named);
    if (/^\d$/.test(character)) {
      throw new PatternFault(
        `"\\${character}" points back to a group, which no linear-time engine can follow: write out what is meant`,
      );
    }
    if (/^\p{L}$/u.test(character)) {
      throw new PatternFault(
        `"\\${character}" is not known: \\d, \\s, \\w are, and "\\" before a sign stands for that sign`,
      );
    }
    return this.#literal(character);
  }

  #quantifier(found: RegExpExecArray | null, repeatable: boolean): string {
    if (found === null) throw new PatternFault('a "{" opens no "{m}", "{m,}" or "{m,n}": write "\\{" for it');
    const [text, least, , most] = found;
    if (text.startsWith('{') && least === '') {
      throw new PatternFault(`"${text}" does not say how often at least: write {0,n}, {m,} or {m,n}`);
    }
    if (!repeatable) {
      throw new PatternFault(`"${text}" repeats nothing: write something before it, or "\\" before its sign`);
    }
    if (Number(least) > MOST_REPEATS || Number(most) > MOST_REPEATS) {
      throw new PatternFault(
        `"${text}" repeats more than ${MOST_REPEATS} times: write a smaller number or +`,
      );
    }
    if (most !== undefined && most !== '' && Number(most) < Number(least)) {
      throw new PatternFault(`"${text}" has its numbers the wrong way round: the smaller one comes first`);
    }
    this.#at += text.length;
    return text;
  }

  #literal(character: string): string {
    const folded = this.#ignoreCase ? character.toLowerCase() : character;
    return [...folded].map((one) => `\\x{${one.codePointAt(0)!.toString(16)}}`).join('');
  }
}
