import { INSTRUCTION_LINE, INSTRUCTIONS } from './instruction.ts';
import { numberedLines } from '../source/lines.ts';
import { stripped } from './lines.ts';

const ARROW = '=>';
const DEFINITION = /^def\s.*:$/;
const REFERENCE = /^<<.*>>$/;
const PROPERTY = /^@\s*([\w-]+)\s*:\s*(.*)$/s;
const INDENT = '  ';

/**
 * A file of common rules without faults, as all such files should look: an empty line before each rule, what belongs
 * to it indented, names of instructions in capitals. Comments stay where they are, and so does the text of inputs,
 * values and properties. Formatting a formatted text changes nothing.
 */
export function formatCommonRules(text: string): string {
  const formatter = new Formatter();
  for (const line of numberedLines(text)) formatter.take(line.text);
  return formatter.finish();
}

class Formatter {
  readonly #written: string[] = [];
  /** Comments that stand before what is not known yet; an empty one is an empty line. */
  #pending: string[] = [];
  #inTemplate = false;
  #inBlock = false;
  /** Whether the line above is an input, which something must follow. */
  #afterInput = false;

  take(line: string): void {
    const code = stripped(line);
    const comment = commentOf(line);
    const whole = [code, comment].filter((part) => part !== '').join(' ');
    if (this.#inTemplate) {
      if (whole === '') this.#endTemplate();
      else this.#written.push(INDENT + whole);
    } else if (this.#inBlock) this.#blockLine(code, whole);
    else if (code === '') this.#pending.push(comment);
    else if (DEFINITION.test(code)) {
      this.#begin(whole);
      this.#inTemplate = true;
    } else if (code.endsWith(ARROW)) {
      this.#begin([`${code.slice(0, -ARROW.length).trim()} ${ARROW}`.trim(), comment].join(' ').trim());
      this.#afterInput = true;
    } else if (REFERENCE.test(code) && !this.#afterInput && !/^\s/.test(line)) this.#begin(whole);
    else this.#inside(code, comment);
  }

  finish(): string {
    this.#flushOutside();
    while (this.#written.at(-1) === '') this.#written.pop();
    return this.#written.length === 0 ? '' : `${this.#written.join('\n')}\n`;
  }

  /** What begins at the margin, behind an empty line. */
  #begin(whole: string): void {
    if (!this.#pending.some((comment) => comment !== '')) this.#gap();
    this.#flushOutside();
    this.#written.push(whole);
    this.#afterInput = false;
  }

  /** What belongs to the rule above. */
  #inside(code: string, comment: string): void {
    for (const before of this.#pending) if (before !== '') this.#written.push(INDENT + before);
    this.#pending = [];
    this.#afterInput = false;
    this.#inBlock = code.startsWith('@{') && !closes(code);
    this.#written.push(INDENT + [canonical(code), comment].filter((part) => part !== '').join(' '));
  }

  #blockLine(code: string, whole: string): void {
    if (whole === '') return;
    this.#inBlock = code === '' || !closes(code);
    this.#written.push((code === '}@' ? INDENT : INDENT + INDENT) + whole);
  }

  #endTemplate(): void {
    this.#inTemplate = false;
    this.#gap();
  }

  #flushOutside(): void {
    if (this.#pending.some((comment) => comment !== '')) this.#gap();
    for (const comment of this.#pending) {
      if (comment === '') this.#gap();
      else this.#written.push(comment);
    }
    this.#pending = [];
  }

  #gap(): void {
    if (this.#written.length > 0 && this.#written.at(-1) !== '') this.#written.push('');
  }
}

function commentOf(line: string): string {
  const code = stripped(line);
  const rest = line.slice(line.indexOf(code) + code.length).trim();
  return rest.replace(/^\ufeff/, '').trim();
}

function closes(code: string): boolean {
  return code.endsWith('}@') && !code.endsWith('\\}@');
}

function canonical(code: string): string {
  const [, property, json = ''] = PROPERTY.exec(code) ?? [];
  if (property !== undefined) return `@${property}: ${json}`.trim();
  const [, name = '', parameter, value = ''] = INSTRUCTION_LINE.exec(code) ?? [];
  const known = INSTRUCTIONS.find((one) => one === name.toUpperCase());
  if (known === undefined) return code;
  const head = parameter === undefined ? known : `${known}(${parameter})`;
  return value.trim() === '' ? head : `${head}: ${value.trim()}`;
}
