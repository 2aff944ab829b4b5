import type { RuleLine } from './lines.ts';
import { stripped } from './lines.ts';
import { type PropertyValue, readProperties } from './properties.ts';
import type { Report } from './templates.ts';

/** A rule's lines, sorted by what they are. */
export interface Skeleton {
  readonly line: number;
  /** What stands before the arrow. */
  readonly input: string;
  readonly instructions: readonly RuleLine[];
  readonly properties: ReadonlyMap<string, PropertyValue>;
}

const ARROW = '=>';
const INSTRUCTION = /^\w+\s*(?:\(\s*[\w.-]+\s*\)\s*)?(?::.*)?$/s;
const BLOCK_END = '}@';

interface Open {
  readonly line: number;
  readonly input: string;
  readonly instructions: RuleLine[];
  properties: ReadonlyMap<string, PropertyValue>;
  /** Whether one of its lines is faulty, which is enough to say of it. */
  isReported: boolean;
}

/** Of most rules. */
const NONE: ReadonlyMap<string, PropertyValue> = new Map();

/** Sorts the lines of a file into rules, one at a time. */
export function* readSkeletons(lines: Iterable<RuleLine>, report: Report, warn: Report): Generator<Skeleton> {
  let open: Open | undefined;
  let block: { readonly line: number; text: string } | undefined;
  for (const { line, text: raw, isFaulty } of lines) {
    const text = stripped(raw);
    if (isFaulty && open !== undefined) open.isReported = true;
    if (text === '') continue;
    if (block !== undefined || text.startsWith('@')) {
      if (block === undefined && !text.startsWith('@{')) {
        addProperties(`{${text.slice(1)}}`, line, { open, report, warn });
        continue;
      }
      const content = block === undefined ? text.slice(1) : text;
      const ends = content.endsWith(BLOCK_END) && !content.endsWith(`\\${BLOCK_END}`);
      block ??= { line, text: '' };
      block.text += `${ends ? content.slice(0, -1) : content}\n`;
      if (!ends) continue;
      addProperties(block.text, block.line, { open, report, warn });
      block = undefined;
    } else if (text.endsWith(ARROW)) {
      if (open !== undefined) yield checked(open, report);
      const input = text.slice(0, -ARROW.length).trim();
      if (input === '')
        report(line, `nothing stands before "${ARROW}": write the words that the rule is for`);
      open = opened(line, input);
    } else if (INSTRUCTION.test(text)) {
      if (open === undefined)
        report(line, `"${text}" belongs to no rule: write "words ${ARROW}" on a line before it`);
      else open.instructions.push({ line, text });
    } else {
      const input = unreadable(text, line, report);
      if (input !== undefined && open !== undefined) yield checked(open, report);
      if (input !== undefined) open = opened(line, input);
      if (open !== undefined) open.isReported = true;
    }
  }
  if (block !== undefined)
    report(block.line, `the property block is not closed: write "${BLOCK_END}" at its end`);
  if (open !== undefined) yield checked(open, report);
}

/** Says what is wrong with a line; gives the input of a rule that has its instructions on the same line. */
function unreadable(text: string, line: number, report: Report): string | undefined {
  const arrow = text.indexOf(ARROW);
  const misplaced =
    arrow >= 0
      ? `: what follows "${ARROW}" belongs on the next line`
      : `: write "words ${ARROW}", "INSTRUCTION: value" or "@property: value"`;
  report(line, `"${text}" cannot be read${misplaced}`);
  return arrow > 0 ? text.slice(0, arrow).trim() : undefined;
}

function opened(line: number, input: string): Open {
  return { line, input, instructions: [], properties: NONE, isReported: false };
}

function checked(open: Open, report: Report): Skeleton {
  if (open.instructions.length === 0 && !open.isReported) {
    report(
      open.line,
      `"${open.input} ${ARROW}" has no instruction: write one on the next line, such as "UP: …"`,
    );
  }
  return open;
}

interface Where {
  readonly open: Open | undefined;
  readonly report: Report;
  readonly warn: Report;
}

function addProperties(json: string, line: number, { open, report, warn }: Where): void {
  if (open === undefined)
    return report(line, 'a property belongs to no rule: write it below the rule’s instructions');
  const read = readProperties(json);
  if ('problem' in read) return report(line, `the property cannot be read: ${read.problem}`);
  if (read.trailingComma) warn(line, 'a comma stands before a closing bracket: take it out');
  for (const name of read.properties.keys()) {
    if (open.properties.has(name)) report(line, `property "${name}" is given twice: keep one`);
  }
  open.properties = new Map([...read.properties, ...open.properties]);
}
