import { parsingFault } from '../query/fault.ts';
import { Options, isObject } from '../query/options.ts';
import { wildcardTest } from '../query/pattern-terms.ts';

/** Which parts of a document's source an answer carries. */
export interface SourceSpec {
  readonly enabled: boolean;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

const WHOLE_SOURCE: SourceSpec = { enabled: true, includes: [], excludes: [] };

/** `_source` of a search body: a flag, a pattern, patterns, or `{includes, excludes}`. */
export function parseSource(json: unknown): SourceSpec {
  if (json === undefined || json === true || json === 'true') return WHOLE_SOURCE;
  if (json === false || json === 'false') return { ...WHOLE_SOURCE, enabled: false };
  if (typeof json === 'string') return { ...WHOLE_SOURCE, includes: [json] };
  if (Array.isArray(json)) return { ...WHOLE_SOURCE, includes: json.map(String) };
  if (!isObject(json))
    throw parsingFault('Expected one of [VALUE_BOOLEAN, START_OBJECT] but found [VALUE]', '_source');
  const options = Options.strict('_source', json);
  const includes = [...options.list('includes'), ...options.list('include')].map(String);
  const excludes = [...options.list('excludes'), ...options.list('exclude')].map(String);
  options.done();
  return { enabled: true, includes, excludes };
}

interface Rules {
  readonly included: (path: string) => boolean;
  /** Something below the path may be included. */
  readonly mayHold: (path: string) => boolean;
  readonly excluded: (path: string) => boolean;
}

function anyOf(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.flatMap((pattern) => [
    wildcardTest(pattern, false),
    wildcardTest(`${pattern}.*`, false),
  ]);
  return (path) => tests.some((test) => test.test(path));
}

/** True where some path below `path` could match the pattern. */
function couldHold(pattern: string, path: string): boolean {
  const star = pattern.indexOf('*');
  const fixed = star < 0 ? pattern : pattern.slice(0, star);
  const inside = `${path}.`;
  return star < 0 ? fixed.startsWith(inside) : fixed.startsWith(inside) || inside.startsWith(fixed);
}

function rulesOf({ includes, excludes }: SourceSpec): Rules {
  return {
    included: includes.length === 0 ? () => true : anyOf(includes),
    mayHold: (path) => includes.some((pattern) => couldHold(pattern, path)),
    excluded: anyOf(excludes),
  };
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([{}[\],:])|([^\s{}[\],:"]+))/y;

/** Copies the wanted members of a JSON text without touching how their values are written. */
class Cutter {
  private readonly text: string;
  private readonly rules: Rules;
  private at = 0;

  constructor(text: string, rules: Rules) {
    this.text = text;
    this.rules = rules;
  }

  run(): string {
    return this.value('', false) ?? '{}';
  }

  private token(): string {
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    if (match === null) return '';
    this.at = TOKEN.lastIndex;
    return match[1] ?? match[2] ?? match[3] ?? '';
  }

  private peek(): string {
    const start = this.at;
    const token = this.token();
    this.at = start;
    return token;
  }

  /** The text of what is kept, null where nothing is; `inside` says that an ancestor was included by name. */
  private value(path: string, inside: boolean): string | null {
    const first = this.token();
    if (first === '{') return this.object(path, inside);
    if (first === '[') return this.array(path, inside);
    return inside ? first : null;
  }

  private object(path: string, inside: boolean): string | null {
    const members: string[] = [];
    let token = this.token();
    while (token !== '}' && token !== '') {
      if (token === ',') token = this.token();
      const name = JSON.parse(token) as string;
      this.token();
      const kept = this.member(path === '' ? name : `${path}.${name}`, inside);
      if (kept !== null) members.push(`${token}:${kept}`);
      token = this.token();
    }
    return members.length > 0 || inside || path === '' ? `{${members.join(',')}}` : null;
  }

  private member(path: string, inside: boolean): string | null {
    const wanted = inside || this.rules.included(path);
    if (this.rules.excluded(path) || (!wanted && !this.rules.mayHold(path))) {
      this.skip();
      return null;
    }
    return this.value(path, wanted);
  }

  private array(path: string, inside: boolean): string | null {
    const values: string[] = [];
    while (this.peek() !== ']' && this.peek() !== '') {
      if (this.peek() === ',') this.token();
      const kept = this.value(path, inside);
      if (kept !== null) values.push(kept);
    }
    this.token();
    return values.length > 0 || inside ? `[${values.join(',')}]` : null;
  }

  private skip(): void {
    let depth = 0;
    do {
      const token = this.token();
      if (token === '{' || token === '[') depth++;
      if (token === '}' || token === ']') depth--;
      if (token === '') return;
    } while (depth > 0);
  }
}

/** The source itself where nothing is left out, else a copy with the wanted members only. */
export function filterSource(source: Buffer, spec: SourceSpec): Buffer {
  if (spec.includes.length === 0 && spec.excludes.length === 0) return source;
  return Buffer.from(new Cutter(source.toString('utf8'), rulesOf(spec)).run());
}
