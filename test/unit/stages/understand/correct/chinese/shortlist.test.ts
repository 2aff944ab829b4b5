import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Shortlist } from '../../../../../../src/stages/understand/correct/chinese/shortlist.ts';

test('a short list holds the most probable words, of equal ones the first, and none once it is cleared', () => {
  const scores = fc.integer({ min: -4, max: 0 });
  fc.assert(
    fc.property(fc.array(fc.tuple(scores, scores), { maxLength: 20 }), (words) => {
      const list = new Shortlist(6);
      list.add(99, 0, 0);
      list.clear();
      words.forEach(([cost, probability], word) => list.add(word, cost, probability));
      const best = words
        .map(([cost, probability], word) => ({ word, cost, score: cost + probability }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 6);
      const found = Array.from({ length: list.size }, (_, at) => [list.word(at), list.cost(at)]);
      expect(found).toEqual(best.map(({ word, cost }) => [word, cost]));
    }),
  );
});
