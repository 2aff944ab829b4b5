import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigError } from '../../../src/config/fault.ts';
import { type JsonSchema, knownKeys, root } from '../../../src/config/known.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { DEFAULT_STAGES } from '../../../src/config/schema/search.ts';
import { configReference } from '../../../src/config/reference.ts';
import { maskSecrets } from '../../../src/config/secrets.ts';
import { configVersion } from '../../../src/config/version.ts';

const PUNCTUATION = '[]{}:,-?&*!|>\'"%@#\n\t a1<~'.split('');

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-config-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function load(text: string, env: Record<string, string> = {}) {
  writeFileSync(join(cwd, 'c.yaml'), text);
  return loadConfig({ file: 'c.yaml', cwd, env }).config;
}

describe('loadConfig', () => {
  test('without a file gives the defaults, deeply frozen', () => {
    const { config, source } = loadConfig({ cwd, env: {} });
    expect(source).toBeNull();
    expect(config.server.port).toBe(9600);
    expect(config.server.adminPort).toBe(9601);
    expect(config.server.host).toBe('127.0.0.1');
    expect(config.elasticsearch.nodes).toEqual([]);
    expect(config.indices).toBeUndefined();
    expect(config.dataDir).toBe(join(cwd, '.data'));
    expect(config.pipelines['default']?.stages.map(({ name }) => name)).toEqual(DEFAULT_STAGES);
    expect(Object.isFrozen(config.server.limits)).toBe(true);
    expect(() => Object.assign(config.server.limits, { inFlight: 1 })).toThrow(TypeError);
  });

  test('an empty section means its defaults', () => {
    expect(load('server:\n  # port: 1\nelasticsearch:\n  tls:\n').server.port).toBe(9600);
    expect(load('').server.port).toBe(9600);
  });

  test('a pipeline without stages has those that go by its name', () => {
    const stagesOf = (text: string, name: string): unknown =>
      load(text).pipelines[name]?.stages.map((stage) => stage.name);
    const hybrid = stagesOf('', 'hybrid');
    expect(hybrid).toContain('knn');
    expect(stagesOf('pipelines: {hybrid: {deadlinesMs: {knn: 50}}}', 'hybrid')).toEqual(hybrid);
    expect(load('pipelines: {hybrid: {deadlinesMs: {knn: 50}}}').pipelines['hybrid']?.deadlinesMs).toEqual({
      knn: 50,
    });
    expect(stagesOf('pipelines: {default: {}, hybrid: }', 'hybrid')).toEqual(hybrid);
    expect(stagesOf('pipelines: {default: {}, mine: {}}', 'mine')).toEqual(DEFAULT_STAGES);
    expect(stagesOf('pipelines: {default: {}}', 'hybrid')).toBeUndefined();
  });

  test('an index or a pipeline with nothing behind its name is one, with the defaults', () => {
    const { indices, pipelines } = load('indices:\n  products:\n    # pipeline: a\npipelines:\n  mine:\n');
    expect(indices).toEqual({ products: { dictionaries: [] } });
    expect(pipelines['mine']).toEqual(pipelines['default']);
    expect(load('pipelines: {mine: {deadlinesMs: {segment: }}}').pipelines['mine']).toEqual(
      pipelines['mine'],
    );
  });

  test('the sample file says what it seems to say', () => {
    const config = load(readFileSync('relevance.example.yaml', 'utf8'));
    const defaults = load('');
    expect(config).toEqual({
      ...defaults,
      elasticsearch: { ...defaults.elasticsearch, nodes: ['http://127.0.0.1:9200'] },
      indices: { products: { dictionaries: [] } },
      debug: { allow: true },
    });
  });

  test('the sample file with its comments taken off is known as well', () => {
    const text = readFileSync('relevance.example.yaml', 'utf8').replace(
      /^( *)# (account:| *apiKey:|pipelines:|  default:| *# A stage| *deadlinesMs:| *segment:)/gm,
      '$1$2',
    );
    const config = load(text, { ELASTICSEARCH_API_KEY: 'a2V5' });
    expect(config.elasticsearch.account.apiKey).toBe('a2V5');
    expect(config.pipelines['default']?.deadlinesMs).toEqual({ segment: 20 });
  });

  test('stages keep their order and their options', () => {
    const config = load(
      'pipelines: {p: {stages: [{segment: {hmm: false, list: [1]}}, lexical, {normalise: }]}}',
    );
    expect(config.pipelines['p']?.stages).toEqual([
      { name: 'segment', options: { hmm: false, list: [1] } },
      { name: 'lexical', options: {} },
      { name: 'normalise', options: {} },
    ]);
    expect(config.pipelines['default']).toBeDefined();
  });

  test('the environment wins over the file; what is set to nothing does not count', () => {
    const file =
      'server: {port: 1, adminPort: 2, host: a}\nelasticsearch: {nodes: [http://file:1]}\nworkers: 3\ndataDir: d';
    const config = load(file, {
      ELASTICSEARCH_URL: 'http://a:1, https://b:2/',
      RELEVANCE_PORT: '7',
      RELEVANCE_ADMIN_PORT: '8',
      RELEVANCE_HOST: '0.0.0.0',
      RELEVANCE_WORKERS: 'auto',
      RELEVANCE_DATA_DIR: 'elsewhere',
    });
    expect(config.elasticsearch.nodes).toEqual(['http://a:1', 'https://b:2']);
    expect(config.server).toMatchObject({ port: 7, adminPort: 8, host: '0.0.0.0' });
    expect(config.workers).toBe('auto');
    expect(config.dataDir).toBe(join(cwd, 'elsewhere'));
    expect(load(file, { ELASTICSEARCH_URL: '', RELEVANCE_PORT: ' ' }).server.port).toBe(1);
  });

  test('paths are relative to the file that names them', () => {
    mkdirSync(join(cwd, 'conf'), { recursive: true });
    writeFileSync(join(cwd, 'conf', 'words.txt'), '手机壳\n');
    writeFileSync(join(cwd, 'conf', 'c.yaml'), 'indices: {a: {dictionaries: [words.txt]}}\ndataDir: here');
    const { config, source } = loadConfig({ cwd, env: { RELEVANCE_CONFIG: 'conf/c.yaml' } });
    expect(source).toBe(join(cwd, 'conf', 'c.yaml'));
    expect(config.indices?.['a']?.dictionaries).toEqual([join(cwd, 'conf', 'words.txt')]);
    expect(config.dataDir).toBe(join(cwd, 'conf', 'here'));
  });

  test('credentials in a URL become the account and leave the URL', () => {
    const config = load('', { ELASTICSEARCH_URL: 'https://elastic:p%40ss@es.example:9200' });
    expect(config.elasticsearch.nodes).toEqual(['https://es.example:9200']);
    expect(config.elasticsearch.account).toEqual({ apiKey: null, username: 'elastic', password: 'p@ss' });
  });

  test('whatever the text, it loads or throws ConfigError', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...PUNCTUATION), maxLength: 60 }),
      fc
        .dictionary(fc.oneof(fc.constantFrom(...knownKeys([])), fc.string()), fc.jsonValue())
        .map((value) => stringify(value)),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          load(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect((error as ConfigError).faults.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('maskSecrets', () => {
  test('shows that a secret is set and never what it is', () => {
    const config = load(
      'elasticsearch: {account: {username: "${U}", password: "${P}"}}\npipelines: {p: {stages: [{lexical: {apiKey: CANARY, depth: 3}}]}}',
      { U: 'elastic', P: 'CANARY' },
    );
    const shown = maskSecrets(config);
    expect(JSON.stringify(shown)).not.toContain('CANARY');
    expect(shown.elasticsearch.account).toEqual({ apiKey: null, username: 'elastic', password: '***' });
    expect(shown.pipelines['p']?.stages[0]?.options).toEqual({ apiKey: '***', depth: 3 });
  });
});

describe('configVersion', () => {
  test('changes with what changes answers, and with nothing else', () => {
    const plain = configVersion(load(''));
    expect(plain).toMatch(/^[0-9a-f]{12}$/);
    expect(configVersion(load('server: {port: 1}\nlog: {level: warn}'))).toBe(plain);
    expect(configVersion(load('indices: {a: {}}'))).not.toBe(plain);
    expect(configVersion(load('segmentation: {hmm: false}'))).not.toBe(plain);
  });

  test('follows the contents of dictionaries', () => {
    const text = 'segmentation: {userDictionaries: [v.txt]}';
    writeFileSync(join(cwd, 'v.txt'), 'a');
    const before = configVersion(load(text));
    writeFileSync(join(cwd, 'v.txt'), 'b');
    expect(configVersion(load(text))).not.toBe(before);
  });
});

test('docs/configuration.md is the generated page', () => {
  expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configReference());
});

test('every documented key is read by something', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('config/schema'))
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n');
  const leaves = (node: JsonSchema): readonly string[] =>
    Object.entries(node.properties ?? {}).flatMap(([key, inner]) =>
      inner.properties === undefined ? [key] : [key, ...leaves(inner)],
    );
  const unread = leaves(root).filter((key) => !new RegExp(`[.{,'] ?${key}\\b`).test(source));
  expect(unread).toEqual([]);
});
