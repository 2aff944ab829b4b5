import { expect, test } from '@jest/globals';
import {
  type Proposal,
  type Proposer,
  remembering,
} from '../../../../../src/stages/understand/correct/proposal.ts';

test('what was looked for once is remembered, also that there is nothing; long texts are not', () => {
  const asked: string[] = [];
  const proposal = { text: 'kettle' } as Proposal;
  const proposer: Proposer = (text) => {
    asked.push(text);
    return text === 'kettel' ? proposal : undefined;
  };
  const propose = remembering(proposer);
  const long = 'a'.repeat(101);
  for (let round = 0; round < 3; round += 1) {
    expect(propose('kettel')).toBe(proposal);
    expect(propose('kettle')).toBeUndefined();
    expect(propose(long)).toBeUndefined();
  }
  expect(asked).toEqual(['kettel', 'kettle', long, long, long]);
});

test('what is not asked for any more is forgotten', () => {
  const asked: string[] = [];
  const propose = remembering((text) => void asked.push(text) as undefined);
  propose('first');
  for (let n = 0; n < 3_000; n += 1) propose(`${n}${'x'.repeat(80)}`);
  propose('first');
  expect(asked.filter((text) => text === 'first')).toHaveLength(2);
});
