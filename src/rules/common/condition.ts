import type { RuleCondition, RuleTerm } from '../expansion.ts';
import { type AddedTerms, conditionTerms, filled, Unreadable } from './terms.ts';

/** What stands between the first two quotes, and nothing behind but a distance. */
const PHRASE = /^"([^"]*)"\s*(?:~\s*(\d+))?$/s;
const PARAMETER = '%%';
/** As far as two words of a phrase may be moved; Lucene's own distances are 32-bit numbers. */
const MOST_SLOP = 2_147_483_647;

const NOTHING: RuleCondition = { must: [], should: [], mustNot: [], phrase: null, raw: null };

export interface ConditionOptions extends AddedTerms {
  /** What raw queries are written in; absent, they are not looked into. */
  readonly rawQueries: 'json' | 'query_string' | undefined;
}

/**
 * Reads what UP, DOWN or FILTER ask of documents: a phrase, a raw query behind `*`, or words of which `-word` must not
 * and all others must be there.
 * @throws Unreadable
 */
export function readCondition(value: string, options: ConditionOptions): RuleCondition {
  const phrase = PHRASE.exec(value);
  if (phrase !== null) return phraseCondition(value, phrase, options);
  if (value.startsWith('*')) return rawCondition(value.slice(1).trim(), options);
  const must: RuleTerm[] = [];
  const mustNot: RuleTerm[] = [];
  for (const word of value.split(/\s+/)) {
    const isSigned = word.length > 1 && (word.startsWith('+') || word.startsWith('-'));
    const terms = conditionTerms(isSigned ? word.slice(1) : word, options);
    (isSigned && word.startsWith('-') ? mustNot : must).push(...terms);
  }
  return { ...NOTHING, must, mustNot };
}

/** Words of a phrase are text throughout: nothing in them names a field or escapes. */
function phraseCondition(
  value: string,
  [, inside = '', distance = '0']: RegExpExecArray,
  { tokenise }: ConditionOptions,
): RuleCondition {
  const words = inside.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new Unreadable(`${value} is an empty phrase: write words between the quotes`);
  const slop = Number(distance);
  if (slop > MOST_SLOP) throw new Unreadable(`${distance} is too far: a phrase takes "~" and a small number`);
  const terms = words.flatMap((word) => {
    const cut = tokenise(word);
    return cut.length === 0 ? [word] : cut;
  });
  return { ...NOTHING, phrase: { terms, slop } };
}

function rawCondition(written: string, { rawQueries }: ConditionOptions): RuleCondition {
  // A "#" would be a comment without its backslash, which is no part of the query.
  const raw = written.replaceAll('\\#', '#');
  if (raw === '') throw new Unreadable('nothing follows "*": write a query of the engine behind it');
  if ((raw.split(PARAMETER).length - 1) % 2 === 1) {
    throw new Unreadable(
      `"${raw}" has an odd number of "${PARAMETER}": parameters begin and end with it, as %%name%%`,
    );
  }
  if (rawQueries === 'json') checkJson(raw);
  return { ...NOTHING, raw };
}

/** A parameter may stand for a whole value or inside of a text: some value makes it JSON. */
function checkJson(raw: string): void {
  const tries = ['0', 'x', '"x"'].map((value) => raw.replaceAll(/%%.*?%%/gs, value));
  if (!tries.some(isJsonObject)) throw new Unreadable(`"${raw}" is no query in JSON: write * {"term": …}`);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The condition with what the wildcard matched in the place of `$1`. */
export function filledCondition(condition: RuleCondition, wildcard: string | undefined): RuleCondition {
  if (wildcard === undefined) return condition;
  const { must, mustNot } = condition;
  return { ...condition, must: filled(must, wildcard), mustNot: filled(mustNot, wildcard) };
}
