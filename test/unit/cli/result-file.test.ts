import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkReplaceable, checkResultFiles, writeResult } from '../../../src/cli/result-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'relevance-result-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

describe('a file for a result', () => {
  test('is told before the work where its folder is not there, or it is one', () => {
    expect(() => checkResultFiles(undefined, at('new.html'))).not.toThrow();
    expect(() => checkResultFiles(at('none/report.html'))).toThrow(
      `${at('none/report.html')} cannot be written: its folder does not exist`,
    );
    expect(() => checkResultFiles(folder)).toThrow('it is a folder');
    writeFileSync(at('file'), '');
    expect(() => checkResultFiles(at('file/report.html'))).toThrow('its folder is a file');
  });

  test('is not put in the place of what is no file', () => {
    expect(() => checkReplaceable(at('new.bin'))).not.toThrow();
    writeFileSync(at('old.bin'), '');
    expect(() => checkReplaceable(at('old.bin'))).not.toThrow();
    expect(() => checkReplaceable('/dev/null')).toThrow(
      '/dev/null cannot be replaced: it is no regular file',
    );
    expect(() => checkReplaceable(folder)).toThrow('no regular file');
  });

  test('is written, and named where the disk is full', () => {
    writeResult(at('report.txt'), 'done');
    expect(readFileSync(at('report.txt'), 'utf8')).toBe('done');
    expect(() => writeResult('/dev/full', 'much')).toThrow('/dev/full cannot be written: the disk is full');
  });
});
