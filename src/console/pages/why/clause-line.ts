import type { Explanation } from '../../../admin-api/explain.ts';

type Clause = NonNullable<Explanation['query']>['filters'][0]['clause'];
type Word = Clause['must'][0];

/** A clause in one line, as rule files write it: `brand:云陌 -used "red shoes"`; a query of the engine as it was written. */
export function clauseLine({ must, should, mustNot, phrase, raw }: Clause): string {
  const required = should.length > 0 ? '+' : '';
  return [
    ...must.map((word) => required + wordText(word)),
    ...should.map(wordText),
    ...mustNot.map((word) => `-${wordText(word)}`),
    ...(phrase === null ? [] : [`"${phrase.terms.join(' ')}"${phrase.slop > 0 ? `~${phrase.slop}` : ''}`]),
    ...(raw === null ? [] : [raw]),
  ].join(' ');
}

function wordText({ text, fields }: Word): string {
  return fields === undefined ? text : `${fields.join(',')}:${text}`;
}
