import { notSupported, parsingFault } from './fault.ts';
import { boundFields, fieldName } from './field-names.ts';
import type { FieldName } from './field-names.ts';
import { takeOperator } from './match.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { multiFieldPlan } from './multi-match.ts';
import { Options } from './options.ts';
import { ALL, bool, boosted, named, none } from './plan.ts';
import type { BoolPlan, Plan } from './plan.ts';
import { prefixPlan } from './pattern.ts';
import { isText } from './query.ts';
import type { Binding, Family } from './query.ts';
import { normalized } from './query-string.ts';
import { TEXT_DEFAULTS } from './text.ts';
import type { TextOptions } from './text.ts';

interface Settings {
  readonly binding: Binding;
  readonly names: readonly FieldName[];
  readonly text: TextOptions;
  readonly has: (operator: string) => boolean;
  readonly fuzzy: {
    readonly prefixLength: number;
    readonly maxExpansions: number;
    readonly transpositions: boolean;
  };
}

type Operation = 'must' | 'should';

const SPACES = ' \n\r\t';

/** Lucene's SimpleQueryParser: no text is an error; what makes no sense as an operator is a word. */
class Parser {
  private readonly settings: Settings;
  private readonly text: string;
  private at = 0;

  constructor(settings: Settings, text: string) {
    this.settings = settings;
    this.text = text;
  }

  /** Reads to the end, or to the bracket that closes a group. */
  parse(inGroup: boolean): Plan | null {
    let top: Plan | null = null;
    let current: Operation | null = null;
    let previous: Operation | null = null;
    let negations = 0;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (inGroup && char === ')') return this.skip(top);
      if (this.is(char, '-', 'NOT')) {
        negations++;
        this.at++;
        continue;
      }
      if (this.is(char, '+', 'AND') || this.is(char, '|', 'OR')) {
        if (current === null && top !== null) current = char === '+' ? 'must' : 'should';
        this.at++;
        continue;
      }
      if (SPACES.includes(char)) {
        negations = this.is(char, ' ', 'WHITESPACE') ? 0 : negations;
        this.at++;
        continue;
      }
      let branch = this.branch(char);
      if (branch === null) continue;
      if (negations % 2 === 1) branch = bool({ mustNot: [branch], should: [ALL] });
      negations = 0;
      if (top === null) {
        top = branch;
        continue;
      }
      const operation: Operation = current ?? (this.settings.text.operator === 'and' ? 'must' : 'should');
      if (previous !== operation) top = bool({ [operation]: [top] });
      const joined: BoolPlan = top as BoolPlan;
      top = { ...joined, [operation]: [...joined[operation], branch] };
      previous = operation;
      current = null;
    }
    return top;
  }

  private skip(top: Plan | null): Plan | null {
    this.at++;
    return top;
  }

  private is(char: string, operator: string, flag: string): boolean {
    return char === operator && this.settings.has(flag);
  }

  private branch(char: string): Plan | null {
    if (this.is(char, '(', 'PRECEDENCE')) {
      this.at++;
      return this.parse(true);
    }
    if (this.is(char, ')', 'PRECEDENCE')) {
      this.at++;
      return null;
    }
    if (this.is(char, '"', 'PHRASE')) {
      const phrase = this.phrase();
      if (phrase !== null) return phrase;
    }
    return this.word();
  }

  private phrase(): Plan | null {
    const match = /^"((?:[^"\\]|\\.)*)"(?:~(\d+))?/s.exec(this.text.slice(this.at));
    if (match === null) {
      this.at++;
      return null;
    }
    this.at += match[0].length;
    const text = match[1]!.replaceAll(/\\(.)/gs, '$1');
    return this.onFields(
      text,
      { ...this.settings.text, kind: 'phrase', slop: Number(match[2] ?? 0) },
      'phrase',
    );
  }

  private word(): Plan | null {
    const match = /^(?:\\[\s\S]|[^\s"+|()\\])+/.exec(this.text.slice(this.at));
    if (match === null) {
      this.at++;
      return null;
    }
    const [raw] = match;
    this.at += raw.length;
    const plain = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');
    if (this.settings.has('PREFIX') && raw.length > 1 && raw.endsWith('*') && !raw.endsWith('\\*')) {
      return this.prefix(plain(raw.slice(0, -1)));
    }
    const fuzzy = this.settings.has('FUZZY') ? /^(.+)~(\d*)$/s.exec(raw) : null;
    if (fuzzy !== null) {
      const edits = String(Math.min(2, Number(fuzzy[2] === '' ? 2 : fuzzy[2])));
      return this.onFields(
        plain(fuzzy[1]!),
        { ...this.settings.text, fuzziness: { edits, ...this.settings.fuzzy } },
        'best_fields',
      );
    }
    return this.onFields(plain(raw), this.settings.text, 'best_fields');
  }

  private onFields(text: string, options: TextOptions, type: string): Plan | null {
    const { binding, names } = this.settings;
    const plan = multiFieldPlan(binding, { text, names, type, tieBreaker: 1, options });
    return plan.kind === 'none' && plan.reason === 'analysis left no terms' ? null : plan;
  }

  private prefix(text: string): Plan {
    const { binding, names } = this.settings;
    const queries = boundFields(binding, names)
      .filter(({ path }) => isText(binding.reader.field(path)!))
      .map(({ path, boost }) =>
        boosted(
          prefixPlan(binding, path, { text: normalized(binding, path, text), caseInsensitive: false }),
          boost,
        ),
      );
    return queries.length === 1 ? queries[0]! : { kind: 'dis_max', boost: 1, queries, tieBreaker: 1 };
  }
}

function flagTest(flags: string | undefined): (operator: string) => boolean {
  const list = (flags ?? 'ALL').toUpperCase().split('|');
  return list.includes('ALL') || list.includes('-1') ? () => true : (operator) => list.includes(operator);
}

export const simpleQueryString: Family = (body) => {
  const options = new Options('simple_query_string', body);
  const text = options.text('query');
  const names = options.list('fields').map((name) => fieldName(String(name)));
  const has = flagTest(options.text('flags'));
  const fuzzy = {
    prefixLength: options.integer('fuzzy_prefix_length') ?? 0,
    maxExpansions: options.integer('fuzzy_max_expansions') ?? 50,
    transpositions: options.flag('fuzzy_transpositions') ?? true,
  };
  const textOptions: TextOptions = {
    ...TEXT_DEFAULTS,
    operator: takeOperator(options, 'default_operator'),
    analyzer: options.text('analyzer'),
    lenient: options.flag('lenient') ?? false,
  };
  const spec = options.text('minimum_should_match');
  const boost = options.boost();
  const name = options.name();
  for (const key of ['analyze_wildcard', 'auto_generate_synonyms_phrase_query']) options.take(key);
  if (options.has('quote_field_suffix')) throw notSupported('[quote_field_suffix] of [simple_query_string]');
  options.done();
  if (text === undefined)
    throw parsingFault('[simple_query_string] query text missing', 'simple_query_string');
  return {
    bind: (binding) => {
      const plan =
        new Parser({ binding, names, text: textOptions, has, fuzzy }, text).parse(false) ??
        none('empty query');
      const counted =
        plan.kind === 'bool' && spec !== undefined
          ? { ...plan, minimumShouldMatch: minimumShouldMatch(plan.should.length, spec) }
          : plan;
      return named(boosted(counted, boost), name);
    },
  };
};
