import type { RuleFault } from '../../rules/expansion.ts';
import type { ExplainedRules } from './explained.ts';

/** An explanation for people: what was asked, what fired, what came of it. */
export function explanationText(answer: ExplainedRules): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['slots', answer.slots.map((slot) => slot.map(alternativeText).join('  |  '))],
    ['deleted', answer.deleted],
    [
      'boosts',
      answer.boosts.map(({ by, factor, rule, ...what }) => `${by} ${factor}  ${text(what)}  [${rule}]`),
    ],
    ['filters', answer.filters.map(({ rule, ...what }) => `${text(what)}  [${rule}]`)],
    ['decorations', answer.decorations.map(ruled)],
    ['redirects', answer.redirects.map(ruled)],
    ['pins', answer.pins.map(ruled)],
    ['buries', answer.buries.map(ruled)],
    ['hides', answer.hides.map(ruled)],
    ['legs', answer.legs.map(ruled)],
    ['rerank off', answer.rerankOff.map((rule) => `[${rule}]`)],
    [
      'matched',
      answer.matched.map(
        ({ rule, file, line, match, type, instructions }) =>
          `${file}:${line}  "${match}" (${type})  ${instructions.join(', ')}  [${rule}]`,
      ),
    ],
  ];
  const shown = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n'));
  const nothing = answer.matched.length === 0 ? ['no rule fires'] : [];
  return [`query  ${answer.query}`, ...shown, ...nothing].join('\n');
}

/** Faults, one a line, as compilers print them. */
export function faultsText(faults: readonly RuleFault[]): string {
  return faults.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n');
}

function alternativeText(alternative: ExplainedRules['slots'][number][number]): string {
  const said =
    'all' in alternative ? alternative.all.map(({ text: word }) => word).join(' + ') : alternative.text;
  return 'rule' in alternative ? `${said} (${alternative.weight}, ${alternative.rule})` : said;
}

function ruled({ rule, ...what }: { readonly rule: string }): string {
  return `${text(what)}  [${rule}]`;
}

/** The members that say something. */
function text(what: Readonly<Record<string, unknown>>): string {
  return Object.entries(what)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(
      ([key, value]) => `${key}: ${Array.isArray(value) ? value.map(wordText).join(' ') : wordText(value)}`,
    )
    .join(', ');
}

/** A word or a number as it is, a term with its fields as files write it, a phrase in quotes. */
function wordText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('slop' in value && 'terms' in value) return `"${[value.terms].flat().join(' ')}"~${String(value.slop)}`;
  if (!('text' in value) || !('fields' in value)) return JSON.stringify(value);
  const fields = [value.fields].flat();
  return `${fields.length > 1 ? `{${fields.join(',')}}` : fields.join('')}:${String(value.text)}`;
}
