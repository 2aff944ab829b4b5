import { parseCommonRules } from '../../rules/common/parse.ts';
import type { Rule } from '../../rules/common/rule.ts';
import { readTests, type RuleTest } from '../../rules/common/rule-test.ts';
import { Unreadable } from '../../rules/common/terms.ts';
import type { RuleFault } from '../../rules/expansion.ts';
import { ruleFileKind } from '../../rules/rule-files.ts';
import type { RuleText } from '../../rules/rule-reader.ts';
import { CommandError } from '../command.ts';
import { answerTo } from './answer.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import { type BodyTemplate, searchBody } from '../eval/search-body.ts';

/** Hits that are looked at. */
const DEPTH = 100;

/** A test with the rule that it stands beside. */
export interface PlacedTest extends Omit<RuleTest, 'at'> {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly index: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What came of a test. */
export interface JudgedAnswer {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly index: string;
  readonly query: string;
  /** What is not as expected; empty where all is. */
  readonly problems: readonly string[];
  /** Ids of the hits, best first. */
  readonly found: readonly string[];
  readonly seconds: number;
}

/**
 * The tests of rule files.
 * @throws CommandError with every fault of the files: what is faulty cannot be tested
 */
export function testsOf(
  texts: readonly RuleText[],
  defaultIndex: string | undefined,
  unread: readonly RuleFault[],
): readonly PlacedTest[] {
  const faults = [...unread];
  const tests: PlacedTest[] = [];
  for (const source of texts) {
    if (ruleFileKind(source.file)?.ending !== '.rules.txt') continue;
    // Words are cut by the gateway; here only the tests are read.
    const { rules, errors } = parseCommonRules(source, { tokenise: (text) => text.split(/\s+/) });
    faults.push(...errors);
    for (const rule of rules) {
      try {
        const index = source.index ?? defaultIndex;
        for (const test of readTests(rule.properties)) {
          if (index === undefined) throw new Unreadable('for which index is the test? Say it by --index');
          const { file } = source;
          tests.push({ ...test, at: test.at ?? momentOf(rule), file, line: rule.line, rule: rule.id, index });
        }
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        faults.push({ file: source.file, line: rule.line, message: error.message });
      }
    }
  }
  if (faults.length === 0) return tests;
  throw new CommandError(
    faults.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'),
    2,
  );
}

/** Now, where the rule holds now; else the first moment at which it does. */
function momentOf({ conditions: { from, until } }: Rule): number {
  const now = Date.now();
  if (now >= from && now < until) return now;
  return Number.isFinite(from) ? from : until - 1;
}

export interface JudgeOptions {
  readonly client: EngineClient;
  readonly template: BodyTemplate;
  /** The rule files that are in force. */
  readonly texts: readonly RuleText[];
}

/** Searches as the test says and compares. @throws CommandError for a search that is not answered with 200 */
export async function judge(
  test: PlacedTest,
  { client, template, texts }: JudgeOptions,
): Promise<JudgedAnswer> {
  const { file, line, rule, index, query, context } = test;
  const start = performance.now();
  const pairs = [...context].map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const reply = await client.send({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    body: searchBody(template, query, DEPTH),
    headers: pairs.length === 0 ? {} : { 'relevance-context': pairs.join(', ') },
  });
  if (reply.status !== 200) {
    throw new CommandError(
      `${file}:${line}: "${query}" on ${index}: ${reply.status} ${engineReason(reply.text)}`,
    );
  }
  const { hits } = (JSON.parse(reply.text) as { hits: { hits: readonly { readonly _id: string }[] } }).hits;
  const found = hits.map(({ _id }) => _id);
  const seconds = (performance.now() - start) / 1000;
  const words = test.rewritesTo === undefined ? undefined : await rewritten(test, texts);
  const problems = [...problemsOf(test, found)];
  const status = reply.headers['relevance-status'] ?? 'no Relevance-Status';
  if (!status.startsWith('applied')) problems.unshift(`rules had no part in it: ${status}`);
  if (words !== test.rewritesTo) problems.push(`expected the words "${test.rewritesTo}", found "${words}"`);
  return { file, line, rule, index, query, problems, found, seconds };
}

/** The words of a query after the rules of its index: of each place the first way to say it. */
async function rewritten(
  { query, index, context, at }: PlacedTest,
  texts: readonly RuleText[],
): Promise<string> {
  const files = texts.filter((text) => text.index === undefined || text.index === index);
  const answer = await answerTo({
    file: files.map(({ file }) => file),
    query,
    context: JSON.stringify(Object.fromEntries(context)),
    now: new Date(at).toISOString(),
    criteria: [],
    fields: [],
    option: [],
  });
  if ('errors' in answer) return '';
  return answer.slots
    .flatMap(([first]) => (first === undefined ? [] : 'all' in first ? first.all : [first]))
    .map(({ text }) => text)
    .join(' ');
}

/** What of the hits is not as the test says. */
export function problemsOf({ pins, never, top }: PlacedTest, found: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const first = found.slice(0, pins.length);
  if (pins.some((id, at) => first[at] !== id)) {
    problems.push(`expected first ${pins.join(' ')}, found ${first.join(' ') || 'nothing'}`);
  }
  const there = never.filter((id) => found.includes(id));
  if (there.length > 0) {
    const places = there.map((id) => `${id} at ${found.indexOf(id) + 1}`);
    problems.push(`expected never ${there.join(' ')}, found ${places.join(', ')}`);
  }
  if (top !== undefined) {
    const at = found.indexOf(top.id);
    if (at === -1 || at >= top.within) {
      const place = at === -1 ? `not among the first ${DEPTH}` : `at ${at + 1}`;
      problems.push(`expected ${top.id} among the first ${top.within}, found it ${place}`);
    }
  }
  return problems;
}
