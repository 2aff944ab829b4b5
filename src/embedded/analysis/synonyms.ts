import type { Token } from '../reader.ts';
import type { TokenFilter, TokenStream } from './token-stream.ts';

export interface SynonymRule {
  /** Token texts that are looked for. */
  readonly from: readonly string[];
  readonly to: readonly (readonly string[])[];
  /** Whether the words found stay beside what is added. */
  readonly keep: boolean;
}

/**
 * Reads rules in Solr's form: `a, b => c` replaces, `a, b, c` makes all three equal (`expand`) or all the first.
 * @param analyze Cuts a rule's phrase into token texts with the filters before this one.
 */
export function parseSynonyms(
  lines: readonly string[],
  options: { expand: boolean; analyze(phrase: string): readonly string[] },
): SynonymRule[] {
  const rules: SynonymRule[] = [];
  const phrases = (side: string): (readonly string[])[] =>
    side
      .split(/(?<!\\),/)
      .map((phrase) => options.analyze(phrase.replaceAll('\\,', ',').trim()))
      .filter((terms) => terms.length > 0);
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [left = '', right] = line.split('=>');
    const from = phrases(left);
    if (right !== undefined) {
      for (const terms of from) rules.push({ from: terms, to: phrases(right), keep: false });
    } else if (options.expand) {
      for (const terms of from) {
        rules.push({ from: terms, to: from.filter((other) => other !== terms), keep: true });
      }
    } else {
      for (const terms of from) rules.push({ from: terms, to: from.slice(0, 1), keep: false });
    }
  }
  return rules;
}

/** Lucene's SynonymFilter: the longest rule at a position wins; what it adds stands at the positions it covers. */
export function synonymFilter(rules: readonly SynonymRule[]): TokenFilter {
  const byFirst = groupByFirst(rules);
  return (stream): TokenStream => {
    const out: Token[] = [];
    const tokens = stream.tokens;
    let at = 0;
    while (at < tokens.length) {
      const rule = longestRule(byFirst, tokens, at);
      if (rule.length === 0) {
        out.push(tokens[at++] as Token);
        continue;
      }
      const found = tokens.slice(at, at + (rule[0]?.from.length ?? 1));
      out.push(...applied(rule, found));
      at += found.length;
    }
    return { tokens: out, holes: stream.holes };
  };
}

function groupByFirst(rules: readonly SynonymRule[]): Map<string, SynonymRule[]> {
  const groups = new Map<string, SynonymRule[]>();
  for (const rule of rules) {
    const first = rule.from[0] ?? '';
    groups.set(first, [...(groups.get(first) ?? []), rule]);
  }
  return groups;
}

function longestRule(
  byFirst: ReadonlyMap<string, readonly SynonymRule[]>,
  tokens: readonly Token[],
  at: number,
): readonly SynonymRule[] {
  let best: SynonymRule[] = [];
  for (const rule of byFirst.get(tokens[at]?.text ?? '') ?? []) {
    if (!rule.from.every((term, i) => tokens[at + i]?.text === term)) continue;
    const length = best[0]?.from.length ?? 0;
    if (rule.from.length > length) best = [rule];
    else if (rule.from.length === length) best.push(rule);
  }
  return best;
}

function applied(rules: readonly SynonymRule[], found: readonly Token[]): Token[] {
  const first = found[0] as Token;
  const last = found.at(-1) as Token;
  const out: Token[] = rules.some((rule) => rule.keep) ? [...found] : [];
  const seen = new Set(out.length > 0 ? [found.map((token) => token.text).join('\0')] : []);
  for (const terms of rules.flatMap((rule) => rule.to)) {
    const key = terms.join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    terms.forEach((text, i) => {
      const whole = terms.length === 1;
      const own = found[i] ?? last;
      out.push({
        text,
        position: first.position + i,
        start: whole ? first.start : own.start,
        end: whole ? last.end : own.end,
        type: 'SYNONYM',
      });
    });
  }
  // A stable sort by position keeps kept words before what was added.
  return out.sort((a, b) => a.position - b.position);
}
