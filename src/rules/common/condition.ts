import type { RuleCondition, RuleTerm, Tokenise } from '../expansion.ts';
import { addedTerm, filled, Unreadable } from './terms.ts';

const PHRASE = /^"(.*)"(?:~(\d+))?$/s;
const PARAMETER = '%%';

const NOTHING: RuleCondition = { must: [], should: [], mustNot: [], phrase: null, raw: null };

/**
 * Reads what UP, DOWN or FILTER ask of documents: a phrase, a raw query behind `*`, or words of which `-word` must not
 * and all others must be there.
 * @throws Unreadable
 */
export function readCondition(value: string, tokenise: Tokenise): RuleCondition {
  const phrase = PHRASE.exec(value);
  if (phrase !== null) return phraseCondition(value, phrase, tokenise);
  if (value.startsWith('*')) return rawCondition(value.slice(1).trim());
  const must: RuleTerm[] = [];
  const mustNot: RuleTerm[] = [];
  for (const word of value.split(/\s+/)) {
    const isSigned = word.length > 1 && (word.startsWith('+') || word.startsWith('-'));
    const terms = addedTerm(isSigned ? word.slice(1) : word, tokenise);
    (isSigned && word.startsWith('-') ? mustNot : must).push(...terms);
  }
  return { ...NOTHING, must, mustNot };
}

function phraseCondition(
  value: string,
  [, inside = '', slop]: RegExpExecArray,
  tokenise: Tokenise,
): RuleCondition {
  const words = inside.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new Unreadable(`${value} is an empty phrase: write words between the quotes`);
  const terms = words.flatMap((word) => addedTerm(word, tokenise).map(({ text }) => text));
  return { ...NOTHING, phrase: { terms, slop: slop === undefined ? 0 : Number(slop) } };
}

function rawCondition(written: string): RuleCondition {
  // A "#" would be a comment without its backslash, which is no part of the query.
  const raw = written.replaceAll('\\#', '#');
  if (raw === '') throw new Unreadable('nothing follows "*": write a query of the engine behind it');
  if ((raw.split(PARAMETER).length - 1) % 2 === 1) {
    throw new Unreadable(
      `"${raw}" has an odd number of "${PARAMETER}": parameters begin and end with it, as %%name%%`,
    );
  }
  return { ...NOTHING, raw };
}

/** The condition with what the wildcard matched in the place of `$1`. */
export function filledCondition(condition: RuleCondition, wildcard: string | undefined): RuleCondition {
  if (wildcard === undefined) return condition;
  const { must, mustNot, phrase } = condition;
  return {
    ...condition,
    must: filled(must, wildcard),
    mustNot: filled(mustNot, wildcard),
    phrase:
      phrase === null
        ? null
        : { ...phrase, terms: phrase.terms.map((text) => text.replaceAll('$1', () => wildcard)) },
  };
}
