import { findMeasures } from '../quantities/find.ts';
import { waysToWrite } from '../quantities/units.ts';
import type { TaggedRange } from './labels.ts';

/** Letters and digits in one piece, as in wh-1000xm4, s24, 15pro. */
const CODE =
  /(?<![\p{Script=Latin}\p{N}])(?=[\p{Script=Latin}\d-]*\d)(?=[\p{Script=Latin}\d-]*\p{Script=Latin})[\p{Script=Latin}\d]+(?:-[\p{Script=Latin}\d]+)*(?![\p{Script=Latin}\p{N}])/gu;
const SHORTEST_CODE = 2;

/** What is told by how it is written: numbers with units, and codes of letters and digits. Offsets are UTF-16 units. */
export function formsIn(text: string): readonly TaggedRange[] {
  const measures = findMeasures(text)
    .filter(({ value, unit }) => waysToWrite(value, unit).length > 0)
    .map(({ start, end }) => ({ start, end, tag: 'quantity' }));
  const codes = Array.from(text.matchAll(CODE), ({ index, 0: code }) => ({
    start: index,
    end: index + code.length,
    tag: 'model',
  })).filter(
    ({ start, end }) =>
      end - start >= SHORTEST_CODE && !measures.some((one) => start < one.end && one.start < end),
  );
  return [...measures, ...codes];
}
