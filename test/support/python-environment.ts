import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Beside the other things that an installation makes; git does not see it. */
const CACHE = resolve('node_modules/.cache/relevance-python');

/** An interpreter, or what is missing. */
export type Python = { readonly python: string } | { readonly missing: string };

/**
 * The interpreter of a virtual environment with these packages, made on first use.
 * @param name of the environment; says the versions
 * @param packages as pip names them, `package==version`
 */
export function pythonWith(name: string, packages: readonly string[]): Python {
  const folder = `${CACHE}/${name}`;
  const [python, complete] = [`${folder}/bin/python`, `${folder}/complete`];
  if (existsSync(complete)) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', folder],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
  ];
  for (const [program, ...args] of steps) {
    const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (error !== undefined || status !== 0) {
      return { missing: `${program} ${args.join(' ')}: ${error?.message ?? stderr.trim()}` };
    }
  }
  writeFileSync(complete, '');
  return { python };
}

/** With this release of the official Python client. */
export function pythonWithClient(version: string): Python {
  return pythonWith(`elasticsearch-${version}`, [`elasticsearch==${version}`]);
}
