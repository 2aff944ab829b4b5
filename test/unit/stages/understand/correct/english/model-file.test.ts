import { describe, expect, test } from '@jest/globals';
import { ModelFile } from '../../../../../../src/stages/understand/correct/english/model-file.ts';
import { MODEL_BYTES } from './model.ts';

describe('ModelFile', () => {
  test('reads bytes that start anywhere', () => {
    const moved = Buffer.alloc(MODEL_BYTES.length + 3);
    MODEL_BYTES.copy(moved, 3);
    const sections = [MODEL_BYTES, moved.subarray(3)].map((bytes) =>
      new ModelFile(bytes).words32('pairStarts'),
    );
    expect(sections[0]!.length).toBeGreaterThan(1000);
    expect(sections[1]).toEqual(sections[0]);
  });

  test.each([
    ['something else', Buffer.from('not a model at all, whatever it is'), 'not an English spelling model'],
    ['nothing', Buffer.alloc(0), 'not an English spelling model'],
    ['its first bytes', MODEL_BYTES.subarray(0, 10), 'cut short'],
    ['a part', MODEL_BYTES.subarray(0, 100_000), 'cut short'],
    ['a damaged header', damaged(), 'damaged'],
    ['another version', Buffer.from(MODEL_BYTES.subarray()).fill('"version": 7', 13, 25), 'version 7'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => new ModelFile(bytes)).toThrow(message);
  });

  test('names a section that is missing', () => {
    expect(() => new ModelFile(MODEL_BYTES).bytes('nonsense')).toThrow('no "nonsense"');
  });
});

function damaged(): Buffer {
  const bytes = Buffer.from(MODEL_BYTES);
  bytes.fill('}', 12, 20);
  return bytes;
}
