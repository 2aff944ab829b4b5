import { numberedLines, type SourceLine } from '../source/lines.ts';
import type { Steps } from '../source/steps.ts';
import type { RuleLine } from './lines.ts';
import { stripped } from './lines.ts';

/** Reports what is wrong with a line. */
export type Report = (line: number, message: string) => void;

interface Template {
  readonly line: number;
  readonly parameters: readonly string[];
  readonly body: readonly string[];
}

const DEFINITION = /^def\s+([\w-]+)\s*\(([^)]*)\)\s*:$/;
const BROKEN_DEFINITION = /^def\s.*:$/;
const REFERENCE = /<<\s*([\w-]+)\s*(?::(.*?))?>>/g;
const DEEPEST = 10;
const MOST_CHARACTERS = 50_000_000;
const SHAPE = 'write "def name(parameter, …):", the lines of its body, and a blank line';

/** Whether a text may define or reference templates at all. */
export function mayHoldTemplates(text: string): boolean {
  return text.includes('<<') || /^\s*def\s/m.test(text);
}

/**
 * The lines of a text with templates put in where they are referenced, one at a time; every line keeps the number that
 * it has in the file. Definitions are looked for first, since they may stand anywhere.
 */
export function* renderTemplates(text: string, report: Report): Steps<Iterable<RuleLine>> {
  const templates = new Map<string, Template>();
  let open: { readonly line: number; readonly head: string; readonly body: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) define(templates, open, report);
    open = undefined;
  };
  for (const { line, text: written } of numberedLines(text)) {
    yield line;
    const content = stripped(written);
    if (open === undefined) {
      if (DEFINITION.test(content)) open = { line, head: content, body: [] };
      else if (BROKEN_DEFINITION.test(content)) report(line, `"${content}" defines no template: ${SHAPE}`);
    } else if (written.trim() === '') close();
    else if (content !== '') open.body.push(content);
  }
  close();
  return rendered(text, new Renderer(templates, report));
}

function define(
  templates: Map<string, Template>,
  { line, head, body }: { readonly line: number; readonly head: string; readonly body: readonly string[] },
  report: Report,
): void {
  const [, name = '', list = ''] = DEFINITION.exec(head) ?? [];
  const parameters = list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const before = templates.get(name);
  if (before !== undefined)
    report(line, `template "${name}" stands in line ${before.line} already: keep one`);
  else if (body.length === 0) report(line, `template "${name}" has no body: ${SHAPE}`);
  templates.set(name, before ?? { line, parameters, body });
}

function* rendered(text: string, renderer: Renderer): Generator<RuleLine> {
  let inDefinition = false;
  for (const line of numberedLines(text)) {
    if (inDefinition) inDefinition = line.text.trim() !== '';
    else {
      const content = stripped(line.text);
      inDefinition = DEFINITION.test(content);
      if (!inDefinition && !BROKEN_DEFINITION.test(content)) yield* renderer.render(line, 0);
    }
  }
}

class Renderer {
  readonly #templates: ReadonlyMap<string, Template>;
  readonly #report: Report;
  /** Characters that came from templates. */
  #written = 0;
  #isReported = false;

  constructor(templates: ReadonlyMap<string, Template>, report: Report) {
    this.#templates = templates;
    this.#report = report;
  }

  render({ line, text }: SourceLine, depth: number): readonly RuleLine[] {
    const content = stripped(text);
    const references = [...content.matchAll(REFERENCE)];
    if (references.length === 0) return [{ line, text }];
    if (this.#isEndless(line, depth)) return [{ line, text: '', isFaulty: true }];
    const [only] = references;
    if (references.length === 1 && only![0] === content) {
      const body = this.#body(only!, line);
      if (body.length === 0) return [{ line, text: '', isFaulty: true }];
      for (const inner of body) this.#written += inner.length;
      return body.flatMap((inner) => this.render({ line, text: inner }, depth + 1));
    }
    let written = '';
    let from = 0;
    for (const reference of references) {
      const body = this.#body(reference, line);
      if (body.length > 1) {
        this.#report(
          line,
          `template "${reference[1]}" has several lines: put its reference on a line of its own`,
        );
      }
      written += content.slice(from, reference.index) + (body[0] ?? '');
      this.#written += body[0]?.length ?? 0;
      if (this.#isEndless(line, depth)) return [{ line, text: '', isFaulty: true }];
      from = reference.index + reference[0].length;
    }
    return this.render({ line, text: written + content.slice(from) }, depth + 1);
  }

  /** Says so once: what templates write may grow a hundredfold with every one inside another. */
  #isEndless(line: number, depth: number): boolean {
    if (depth <= DEEPEST && this.#written <= MOST_CHARACTERS) return false;
    if (!this.#isReported) {
      this.#report(line, 'templates contain one another without end: take the reference out of one of them');
    }
    this.#isReported = true;
    return true;
  }

  /** The template's lines with the arguments of a reference in them; none where it is faulty. */
  #body(reference: RegExpExecArray, line: number): readonly string[] {
    const [, name = '', given = ''] = reference;
    const template = this.#templates.get(name);
    if (template === undefined) {
      this.#report(line, `no template is named "${name}": define it by "def ${name}(…):"`);
      return [];
    }
    const values = this.#values(given, line);
    const missing = template.parameters.filter((parameter) => !values.has(parameter));
    const strangers = [...values.keys()].filter((parameter) => !template.parameters.includes(parameter));
    if (missing.length + strangers.length > 0) {
      const takes = template.parameters.length === 0 ? 'none' : template.parameters.join(', ');
      this.#report(
        line,
        `template "${name}" takes the parameters ${takes}; write "<< ${name}: parameter = value || … >>"`,
      );
      return [];
    }
    // Longer names first: $price must not be read as $p with "rice" behind it.
    const names = [...template.parameters].sort((a, b) => b.length - a.length);
    if (names.length === 0) return template.body;
    const pattern = new RegExp(`\\$(${names.map((one) => one.replaceAll(/\W/g, '\\$&')).join('|')})`, 'g');
    return template.body.map((text) => text.replaceAll(pattern, (_, one: string) => values.get(one) ?? ''));
  }

  #values(given: string, line: number): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    if (given.trim() === '') return values;
    for (const pair of given.split('||')) {
      if (pair.trim() === '') continue;
      const equals = pair.indexOf('=');
      const name = pair.slice(0, Math.max(0, equals)).trim();
      if (name === '') this.#report(line, `"${pair.trim()}" is no argument: write "parameter = value"`);
      else values.set(name, pair.slice(equals + 1).trim());
    }
    return values;
  }
}
