import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../src/errors.ts';
import { bundleOf } from '../../../src/rule-source/bundle.ts';
import { RuleCopies } from '../../../src/rule-source/copies.ts';
import { RuleMirror } from '../../../src/rule-source/mirror.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

describe('a mirror of shared rules', () => {
  let folder: string;
  /** What the source holds; undefined: it is away. */
  let text: string | undefined;
  let offered: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relevance-mirror-'));
    offered = [];
    text = 'one';
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function mirror(): RuleMirror {
    return new RuleMirror({
      source: {
        name: 'there',
        fetch: async () => {
          if (text === undefined) throw new GatewayError('upstream_unavailable', 'no answer');
          return bundleOf([['_all/a.rules.txt', text]]);
        },
      },
      copies: new RuleCopies(folder),
      pollMs: 1000,
      logger: SILENT,
      offer: async (at) => {
        const found = textIn(at);
        offered.push(found);
        return found.startsWith('bad') ? 'a.rules.txt, line 1: bad' : null;
      },
    });
  }
  const textIn = (at: string | undefined): string => readFileSync(join(at!, '_all/a.rules.txt'), 'utf8');

  test('starts with what the source has, and takes each change once', async () => {
    const one = mirror();
    expect(textIn(await one.open())).toBe('one');
    await one.poll();
    await one.poll();
    expect(offered).toEqual(['one']);
    text = 'two';
    await one.poll();
    expect([offered, textIn(one.folder())]).toEqual([['one', 'two'], 'two']);
    expect(one.report()).toMatchObject({ name: 'there', state: 'current', reason: null });
    // What is not needed any more is gone.
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('keeps what was there before where new rules are faulty, also after a restart', async () => {
    const one = mirror();
    await one.open();
    await one.poll();
    const good = one.report().version;
    text = 'bad two';
    await one.poll();
    await one.poll();
    expect(one.report()).toMatchObject({
      version: good,
      state: 'refused',
      reason: 'a.rules.txt, line 1: bad',
    });
    expect([offered, textIn(one.folder())]).toEqual([['one', 'bad two'], 'one']);
    const next = mirror();
    expect(textIn(await next.open())).toBe('one');
    text = 'three';
    await next.poll();
    expect([next.report().state, textIn(next.folder())]).toEqual(['current', 'three']);
  });

  test('serves its last good copy when it starts while the source is away, and says so', async () => {
    const one = mirror();
    await one.open();
    await one.poll();
    text = undefined;
    await one.poll();
    expect(one.report()).toMatchObject({ state: 'unreachable', reason: 'no answer' });
    const next = mirror();
    expect(textIn(await next.open())).toBe('one');
    await next.poll();
    expect(next.report()).toMatchObject({ state: 'unreachable', version: one.report().version });
    text = 'one';
    await next.poll();
    expect([next.report().state, offered]).toEqual(['current', ['one']]);
  });

  test('starts with nothing where there never was anything', async () => {
    text = undefined;
    const one = mirror();
    expect(await one.open()).toBeUndefined();
    expect(one.report()).toMatchObject({ version: null, state: 'unreachable' });
    text = 'late';
    await one.poll();
    expect(textIn(one.folder())).toBe('late');
    expect(existsSync(join(folder, 'good'))).toBe(true);
  });
});
