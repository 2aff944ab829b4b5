import { describe, expect, test } from '@jest/globals';
import { ChildSignal } from '../../../src/pipeline/child-signal.ts';

function family() {
  const parent = new AbortController();
  const child = new ChildSignal(parent);
  return { parent, child };
}

describe('a child signal', () => {
  test('aborts with its parent, for the same reason', () => {
    const { parent, child } = family();
    const { signal } = child;
    expect(signal.aborted).toBe(false);
    parent.abort('gone');
    expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
  });

  test('is aborted from the start where its parent was before it was read', () => {
    const { parent, child } = family();
    parent.abort('gone');
    expect(child.signal.reason).toBe('gone');
  });

  test.each(['before', 'after'])('aborts alone %s it was read', (when) => {
    const { parent, child } = family();
    if (when === 'after') void child.signal;
    child.abort('late');
    expect([child.signal.aborted, child.signal.reason]).toEqual([true, 'late']);
    expect(parent.signal.aborted).toBe(false);
  });

  test('once released, its parent is nothing to it', () => {
    const { parent, child } = family();
    const { signal } = child;
    child.release();
    parent.abort('gone');
    expect(signal.aborted).toBe(false);
  });

  test('of a child signal aborts with the grandparent', () => {
    const { parent, child } = family();
    const { signal } = new ChildSignal(child);
    parent.abort('gone');
    expect(signal.reason).toBe('gone');
  });
});
