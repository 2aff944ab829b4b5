import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { validate } from 'dockerfile-utils';

const files = readdirSync('deploy').filter((name) => name.startsWith('Dockerfile'));

/** Instructions with their arguments, continued lines joined. */
function instructionsOf(file: string): readonly (readonly [name: string, rest: string])[] {
  const text = readFileSync(`deploy/${file}`, 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '');
  return [...text.matchAll(/^([A-Z]+) +(.+)$/gm)].map(([, name, rest]) => [name!, rest!]);
}
/** Those of the image that is made, not of the stage that builds. */
function lastStageOf(file: string): readonly (readonly [name: string, rest: string])[] {
  const all = instructionsOf(file);
  return all.slice(all.findLastIndex(([name]) => name === 'FROM'));
}

describe('Dockerfiles', () => {
  test('are two', () => expect(files.toSorted()).toEqual(['Dockerfile', 'Dockerfile.cuda']));

  test.each(files)('%s is well formed', (file) => {
    expect(validate(readFileSync(`deploy/${file}`, 'utf8'))).toEqual([]);
    expect(validate('FROM a:1.2.3\nHEALTHCHEK NONE\n')).toHaveLength(1);
  });

  test.each(files)('%s starts from images of one version', (file) => {
    for (const [name, rest] of instructionsOf(file))
      if (name === 'FROM') expect(rest).toMatch(/^[\w/]+:\d+\.\d+\.\d+-/);
  });

  test.each(files)('%s copies what is there, and .dockerignore lets it through', (file) => {
    const allowed = [...readFileSync('.dockerignore', 'utf8').matchAll(/^!(.+)$/gm)].map(([, path]) => path!);
    const copied = instructionsOf(file).flatMap(([name, rest]) =>
      name === 'COPY' && !rest.startsWith('--from') ? rest.split(' ').slice(0, -1) : [],
    );
    const later = lastStageOf(file).flatMap(([, rest]) => /^--from=build \/app\/(\S+)/.exec(rest)?.[1] ?? []);
    for (const path of [...copied.filter((one) => one !== '.'), ...later]) {
      if (['node_modules', 'dist'].includes(path)) continue;
      expect({ path, exists: existsSync(path), allowed: allowed.includes(path) }).toEqual({
        path,
        exists: true,
        allowed: true,
      });
    }
    expect(later).toEqual(
      expect.arrayContaining(['dist', 'node_modules', 'dictionaries', 'models', 'samples']),
    );
  });

  test.each(files)('%s runs as nobody special, keeps its data in a volume and says how it is', (file) => {
    const last = new Map(lastStageOf(file));
    expect(last.get('USER')).toMatch(/^(node|1000:1000)$/);
    expect(last.get('VOLUME')).toBe('/data');
    expect(last.get('HEALTHCHECK')).toContain('/app/healthcheck.mjs');
    // Docker before 25 and Podman 4 refuse to build what says this.
    expect(last.get('HEALTHCHECK')).not.toContain('--start-interval');
    expect(last.get('ENTRYPOINT')).toBe('["node", "/app/dist/cli/main.js"]');
  });

  /** Of ONNX Runtime's own install script: true is "whatever this platform has", undefined "as at any install". */
  const { parseInstallFlag } = createRequire(import.meta.url)(
    '../../node_modules/onnxruntime-node/script/install-utils.js',
  ) as { readonly parseInstallFlag: () => true | false | string | undefined };

  test('libraries for GPUs are asked for in words that their install script understands', () => {
    const { argv } = process;
    const given = process.env['ONNXRUNTIME_NODE_INSTALL'];
    delete process.env['ONNXRUNTIME_NODE_INSTALL'];
    try {
      const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
        readonly scripts: Readonly<Record<string, string>>;
      };
      process.argv = scripts['gpu:install']!.split(' ');
      expect(parseInstallFlag()).toBe(true);
      process.env['ONNXRUNTIME_NODE_INSTALL'] = 'skip';
      expect(parseInstallFlag()).toBe(false);
      const cuda = readFileSync('deploy/Dockerfile.cuda', 'utf8');
      process.env['ONNXRUNTIME_NODE_INSTALL'] = /RUN ONNXRUNTIME_NODE_INSTALL=(\w+)/.exec(cuda)![1];
      expect(parseInstallFlag()).toBe(true);
    } finally {
      process.argv = argv;
      if (given === undefined) delete process.env['ONNXRUNTIME_NODE_INSTALL'];
      else process.env['ONNXRUNTIME_NODE_INSTALL'] = given;
    }
  });
});
