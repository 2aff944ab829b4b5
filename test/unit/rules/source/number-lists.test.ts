import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ListBuilder, listOf } from '../../../../src/rules/source/number-lists.ts';

test('each list has what was added to it, in that order', () => {
  const pairs = fc.array(fc.tuple(fc.nat(30), fc.nat(2 ** 31)), { maxLength: 200 });
  fc.assert(
    fc.property(pairs, (added) => {
      const builder = new ListBuilder();
      for (const [list, value] of added) builder.add(list, value);
      const packed = builder.packed();
      for (let list = 0; list <= 32; list += 1) {
        const own = added.flatMap(([one, value]) => (one === list ? [value] : []));
        expect([...listOf(packed, list)]).toEqual(own);
      }
    }),
  );
});
