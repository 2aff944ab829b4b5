import type { Alternative, Query } from '../../domain/query.ts';
import { hasOperators } from '../operators.ts';
import type { Reading } from './reading.ts';
import { isCut, isLone } from './words.ts';

/** Kinds whose text is in a query string language. */
export type SyntaxKind = 'query_string' | 'simple_query_string';

export function isSyntax(kind: string): kind is SyntaxKind {
  return kind === 'query_string' || kind === 'simple_query_string';
}

/** A text for the query string language that means its words and nothing else. */
export function plainInSyntax(text: string): string {
  return hasOperators(text) ? escapeWords(text) : text;
}

export interface SyntaxOptions {
  readonly kind: SyntaxKind;
  /** Whether all words must match. */
  readonly all: boolean;
}

/**
 * The slots in the query string language: words that an analyzer would cut in quotes, alternatives in a group.
 * Undefined where it cannot say them: under *and* a lone character may not be found by itself, and the simple
 * language has no weights.
 */
export function slotsInSyntax({ query, isPlain }: Reading, { kind, all }: SyntaxOptions): string | undefined {
  if (all && query.slots.some(isLoneSlot)) return undefined;
  if (kind === 'simple_query_string' && !isPlain && query.slots.some(hasWeights)) return undefined;
  return query.slots.map(({ alternatives }) => group(alternatives, kind)).join(' ');
}

function isLoneSlot({ alternatives }: Query['slots'][number]): boolean {
  return alternatives.some(({ terms }) => terms.some(isLone));
}

function hasWeights({ alternatives }: Query['slots'][number]): boolean {
  return alternatives.some(({ weight }) => weight !== 1);
}

function group(alternatives: readonly Alternative[], kind: SyntaxKind): string {
  const [or, and] = kind === 'query_string' ? [' OR ', ' AND '] : [' | ', ' + '];
  const ways = alternatives.map(({ terms, weight }) => {
    const words = terms.map((term) => (isCut(term) ? quoted(term) : escapeWords(term)));
    const joined = words.length === 1 ? (words[0] ?? '') : `(${words.join(and)})`;
    return weight === 1 ? joined : `${joined}^${decimal(weight)}`;
  });
  return ways.length === 1 ? (ways[0] ?? '') : `(${ways.join(or)})`;
}

function quoted(term: string): string {
  return `"${term.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function escapeWords(text: string): string {
  return text.split(' ').map(escapeWord).join(' ');
}

/** `<` and `>` cannot be escaped; an analyzer drops them anyway. */
function escapeWord(word: string): string {
  const escaped = word.replaceAll(/[<>]/g, ' ').replaceAll(/[-+=&|!(){}[\]^"~*?:\\/]/g, String.raw`\$&`);
  return /^(AND|OR|NOT|TO)$/.test(escaped) ? `\\${escaped}` : escaped;
}

/** The language knows no exponents. */
function decimal(weight: number): string {
  return Number.isFinite(weight) ? String(Number(weight.toFixed(4))) : '1';
}
