import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

const relevance = (...args: readonly string[]): { readonly stdout: string; readonly status: number | null } =>
  spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

describe('completion', () => {
  test('of bash offers commands and options where they belong', () => {
    const script = relevance('completion', 'bash').stdout;
    const offered = (...words: readonly string[]): readonly string[] => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const ask = `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _relevance; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.split('\n').filter((word) => word !== '');
    };
    expect(offered('relevance', 'do')).toEqual(['doctor']);
    expect(offered('relevance', 'rules', '')).toEqual(expect.arrayContaining(['check', 'explain', '--help']));
    expect(offered('relevance', 'rules', 'check', '--j')).toEqual(['--junit', '--json']);
    expect(offered('relevance', 'dictionary', 'build', '--index', 'products', '--q')).toEqual(['--queries']);
    expect(offered('relevance', 'rules', 'check', 'tsconfig.js')).toEqual(['tsconfig.json']);
  });

  test.each(['bash', 'zsh', 'fish'])('of %s is sound to that shell, and knows every command', (shell) => {
    const { stdout } = relevance('completion', shell);
    for (const command of ['serve', 'doctor', 'completion', 'dictionary', 'eval'])
      expect(stdout).toContain(command);
    if (!has(shell)) return;
    const folder = mkdtempSync(join(tmpdir(), 'relevance-completion-'));
    writeFileSync(join(folder, 'script'), stdout);
    const read = spawnSync(shell, ['-n', join(folder, 'script')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([read.status, read.stderr]).toEqual([0, '']);
  });

  test('of zsh offers files where a command may take them, and none where a command must follow', () => {
    const { stdout } = relevance('completion', 'zsh');
    const arm = (path: string): string => stdout.split('\n').find((line) => line.includes(`"${path}")`))!;
    expect(arm('rules').endsWith(') files= ;;')).toBe(true);
    expect(arm('rules check').endsWith(') ;;')).toBe(true);
  });

  test('of fish says what an option is, cut before what stands in brackets', () => {
    const { stdout } = relevance('completion', 'fish');
    expect(stdout).toContain(`-l es -d 'Elasticsearch to load into'`);
    expect(stdout).not.toContain('(default');
  });

  test('of another shell is refused with those that there are', () => {
    expect(relevance('completion', 'cmd').status).toBe(2);
  });
});

test('every command has an example in its help', () => {
  const commandsOf = (path: readonly string[]): readonly (readonly string[])[] => {
    const { stdout } = relevance(...path, '--help');
    expect([path.join(' '), /\nExamples?:\n {2}\S/.test(stdout)]).toEqual([path.join(' '), true]);
    const listed = /\nCommands:\n([^]*?)(?:\n\n|$)/.exec(stdout)?.[1] ?? '';
    const names = Array.from(listed.matchAll(/^ {2}([a-z]+)\b/gm), ([, name]) => name!);
    const inner = names.filter((name) => name !== 'help');
    return [path, ...inner.flatMap((name) => commandsOf([...path, name]))];
  };
  expect(commandsOf([]).length).toBeGreaterThan(20);
}, 300_000);
