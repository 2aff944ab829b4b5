import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { IntentModel } from '../../../../../src/stages/understand/intent/intent-model.ts';

/** The example that is shipped. */
const model = IntentModel.open(readFileSync('models/intent-general.bin'));

describe('intent-general.bin', () => {
  test.each([
    ['红色连衣裙', 'search'],
    ['waterproof hiking boots', 'search'],
    ['上个月卖了多少', 'compute'],
    ['average price of lamps', 'compute'],
    ['总结一下这款耳机的评价', 'summarise'],
    ['summarize the reviews', 'summarise'],
  ])('%s asks to %s', (text, intent) => {
    expect(model.predict(text)?.intent).toBe(intent);
  });
});
