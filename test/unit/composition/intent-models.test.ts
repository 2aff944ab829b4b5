import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openIntentModel } from '../../../src/composition/intent-models.ts';

test('a model that comes with the gateway is opened by its name', () => {
  expect(openIntentModel('intent-general').predict('summarise the reviews of this kettle')?.intent).toBe(
    'summarise',
  );
});

test('what is no model is refused with its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-intent-'));
  const file = join(folder, 'own.bin');
  writeFileSync(file, 'no model');
  try {
    expect(() => openIntentModel(file)).toThrow(`stage intent: ${file}: not a model file`);
    expect(() => openIntentModel(`${file}.none`)).toThrow(/stage intent: .*own\.bin\.none: ENOENT/);
    expect(() => openIntentModel('no-such')).toThrow(/stage intent: .*models.no-such\.bin: ENOENT/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
