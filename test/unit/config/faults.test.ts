import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../../src/config/environment.ts';
import { ConfigError } from '../../../src/config/fault.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { BUILT_IN_STAGES } from '../../../src/config/schema/search.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-config-'));
  writeFileSync(join(cwd, 'words.txt'), '手机壳\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

function faultsOf(text: string | Buffer, env: Environment = {}): readonly string[] {
  writeFileSync(join(cwd, 'relevance.yaml'), text);
  try {
    loadConfig({ env, cwd });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

const INDEX_NAME = 'the name must be the name of one index or alias: no wildcard, no capitals';
const STAGE = 'must be a stage name, or one name with its options';
const SECRET = 'must name an environment variable, as in ${ELASTICSEARCH_API_KEY}';
const FINGERPRINT = 'must be a SHA-256 fingerprint: 64 hexadecimal digits';

const FILES: readonly [text: string, faults: readonly string[]][] = [
  // What YAML may not be
  ['a: &x 1', ['1:1: a: unknown key', '1:7: a: anchors and aliases are not supported; write the value out']],
  ['server: &s {}\n', ['1:12: server: anchors and aliases are not supported; write the value out']],
  ['<<: {}', ['1:1: merge keys are not supported; write the keys out']],
  ['server:\n  <<: {}', ['2:3: server: merge keys are not supported; write the keys out']],
  ['dataDir: !!js/function "x"', ['1:24: dataDir: tags are not supported; write a plain value']],
  ['workers: !!int 2', ['1:16: workers: tags are not supported; write a plain value']],
  ['workers: 1\nworkers: 2', ['2:1: this key stands twice']],
  ['server:\n\tport: 1', ['2:1: indent with blanks, not tabs']],
  ['workers: 1\n---\nworkers: 2', ['2:1: one document only; remove the second ---']],
  ['dataDir: a\0b', ['1:11: the file contains a NUL character']],
  ['dataDir: a\u001fb', ['1:11: the file contains a control character']],
  ['? [a]\n: 1', ['1:3: a key must be plain text']],
  ['__proto__: {}', ['1:1: no key may be called __proto__']],
  ['indices: {__proto__: {}}', ['1:11: indices: no key may be called __proto__']],
  ['- a', ['1:1: must be a mapping of keys']],
  ['hello', ['1:1: must be a mapping of keys']],
  [`server: ${'['.repeat(50_000)}`, ['1:41: more than 32 levels deep']],
  [`server: ${'{a: '.repeat(5000)}`, ['1:137: more than 32 levels deep']],
  [`server:\n${'- '.repeat(5000)}x`, ['2:257: more than 32 levels deep']],
  // Keys that are not
  ['sever: {}', ['1:1: sever: unknown key; did you mean "server"?']],
  ['server:\n  prot: 1', ['2:3: server.prot: unknown key; did you mean "port"?']],
  ['server:\n  prot:', ['2:3: server.prot: unknown key; did you mean "port"?']],
  [
    'server: {limits: {bodybytes: 1}}',
    ['1:19: server.limits.bodybytes: unknown key; did you mean "bodyBytes"?'],
  ],
  ['server: {zebra: 1}', ['1:10: server.zebra: unknown key']],
  ['elasticsearch: {node: []}', ['1:17: elasticsearch.node: unknown key; did you mean "nodes"?']],
  ['elasticsearch: {tls: {ca: x}}', ['1:23: elasticsearch.tls.ca: unknown key']],
  ['indices: {shop: {pipline: a}}', ['1:18: indices.shop.pipline: unknown key; did you mean "pipeline"?']],
  [
    'pipelines: {p: {stage: [], stages: [lexical]}}',
    ['1:17: pipelines.p.stage: unknown key; did you mean "stages"?'],
  ],
  // Values of the wrong kind or size
  ['server: []', ['1:1: server: must be a mapping of keys']],
  ['server: {port: "9600"}', ['1:10: server.port: must be a number']],
  ['server: {port: 96.5}', ['1:10: server.port: must be a whole number']],
  ['server: {port: 65536}', ['1:10: server.port: must be at most 65535']],
  ['server: {port: -1}', ['1:10: server.port: must be at least 0']],
  ['server: {port: .nan}', ['1:10: server.port: must be a number']],
  ['server: {host: ""}', ['1:10: server.host: must not be empty']],
  ['server: {advertise: here}', ['1:10: server.advertise: must be host:port']],
  ['log: {level: loud}', ['1:7: log.level: must be one of debug, info, warn, error, silent']],
  ['debug: {allow: yes}', ['1:9: debug.allow: must be true or false']],
  ['workers: 0', ['1:1: workers: must be at least 1']],
  ['workers: many', ['1:1: workers: must be auto or a number']],
  ['elasticsearch: {nodes: localhost}', ['1:17: elasticsearch.nodes: must be a list']],
  ['elasticsearch: {nodes: [ftp://a]}', ['1:25: elasticsearch.nodes[0]: must be an http or https URL']],
  ['rules: {source: {url: ftp://a}}', ['1:18: rules.source.url: must be an http or https URL']],
  [
    'rules: {source: {url: "https://me:secret@a/"}}',
    ['1:18: rules.source.url: must not hold a user or a password: there is a key for them'],
  ],
  [
    'models: {remoteReranker: {url: "https://me@a/rerank"}}',
    ['1:27: models.remoteReranker.url: must not hold a user or a password: there is a key for them'],
  ],
  ['elasticsearch: {retryBudget: 2}', ['1:17: elasticsearch.retryBudget: must be at most 1']],
  ['elasticsearch: {account: {apiKey: abc}}', [`1:27: elasticsearch.account.apiKey: ${SECRET}`]],
  [
    'elasticsearch: {account: {username: "${U}"}}',
    ['1:17: elasticsearch.account.password: username and password go together'],
  ],
  [
    'elasticsearch: {account: {apiKey: "${K}", username: "${U}", password: "${P}"}}',
    [
      '1:27: elasticsearch.account.apiKey: give an apiKey or a username, not both',
      '1:43: elasticsearch.account.username: the environment variable U is not set',
      '1:61: elasticsearch.account.password: the environment variable P is not set',
    ],
  ],
  ['elasticsearch: {tls: {fingerprint: abc}}', [`1:23: elasticsearch.tls.fingerprint: ${FINGERPRINT}`]],
  [
    'pipelines: {off: {stages: [lexical]}}',
    ['1:13: pipelines.off: the name "off" is what callers say for no pipeline'],
  ],
  ['pipelines: {p: {stages: []}}', ['1:17: pipelines.p.stages: must have at least 1 entry']],
  ['pipelines: {p: {stages: [5]}}', [`1:26: pipelines.p.stages[0]: ${STAGE}`]],
  ['pipelines: {p: {stages: [{a: {}, b: {}}]}}', [`1:26: pipelines.p.stages[0]: ${STAGE}`]],
  ['indices: {"a*": {}}', [`1:11: indices.a*: ${INDEX_NAME}`]],
  ['indices: {Shop: {}}', [`1:11: indices.Shop: ${INDEX_NAME}`]],
  // Parts that do not fit together
  [
    'indices: {shop: {pipeline: defualt}}',
    ['1:18: indices.shop.pipeline: no pipeline is called "defualt"; did you mean "default"?'],
  ],
  [
    'pipelines: {p: {stages: [normalize, lexical]}}',
    [
      `1:26: pipelines.p.stages[0]: no stage is called "normalize"; known are ${BUILT_IN_STAGES.join(', ')}; did you mean "normalise"?`,
    ],
  ],
  [
    'pipelines: {p: {stages: [lexical, lexical]}}',
    ['1:35: pipelines.p.stages[1]: stage "lexical" stands twice'],
  ],
  [
    'pipelines: {p: {stages: [lexical, category, fuse]}}',
    ['1:35: pipelines.p.stages[1]: no stage of the pipeline tells a category: it needs intent or tag'],
  ],
  [
    'pipelines: {p: {stages: [lexical], deadlinesMs: {lexicl: 5}}}',
    ['1:50: pipelines.p.deadlinesMs.lexicl: the pipeline has no such stage; did you mean "lexical"?'],
  ],
  ['plugins: {mine: ./mine.mjs}', ['1:11: plugins.mine: no such file']],
  ['plugins: {segment: words.txt}', ['1:11: plugins.segment: a built-in stage has this name']],
  [
    'segmentation: {userDictionaries: [words.txt, no.txt]}',
    ['1:46: segmentation.userDictionaries[1]: no such file'],
  ],
  ['elasticsearch: {tls: {caFile: .}}', ['1:23: elasticsearch.tls.caFile: no such file']],
  [
    'server: {port: 9700, adminPort: 9700}',
    ['1:22: server.adminPort: the data port has this number already'],
  ],
  [
    'elasticsearch: {ejection: {baseMs: 20, maxMs: 10}}',
    ['1:40: elasticsearch.ejection.maxMs: must be at least baseMs'],
  ],
  [
    'elasticsearch: {account: {apiKey: "${K}"}}',
    ['1:27: elasticsearch.account.apiKey: the environment variable K is not set'],
  ],
];

describe('a faulty file names every fault with its place', () => {
  test.each(FILES.map(([text, faults], row) => [row, text.slice(0, 60), text, faults] as const))(
    '%i: %s',
    (_row, _shown, text, faults) => {
      expect(faultsOf(text)).toEqual(faults.map((fault) => `relevance.yaml:${fault}`));
    },
  );

  test('all faults come together, in the order of the file, the environment last', () => {
    const text = [
      'server:',
      '  prot: 1',
      'plugins: {mine: ./mine.mjs}',
      'indices: {shop: {pipeline: other}}',
      'pipelines:',
      '  p: {stages: [normalize], deadlinesMs: {lexical: "x"}}',
    ].join('\n');
    const places = faultsOf(text, { RELEVANCE_PORT: 'x' }).map((line) =>
      line.split(': ').slice(0, 2).join(' '),
    );
    expect(places).toEqual([
      'relevance.yaml:2:3 server.prot',
      'relevance.yaml:3:11 plugins.mine',
      'relevance.yaml:4:18 indices.shop.pipeline',
      'relevance.yaml:6:16 pipelines.p.stages[0]',
      'relevance.yaml:6:42 pipelines.p.deadlinesMs.lexical',
      'environment RELEVANCE_PORT',
    ]);
  });

  test('bytes that are no text, and too many of them', () => {
    expect(faultsOf(Buffer.from([0x61, 0xff]))).toEqual(['relevance.yaml:1:1: not UTF-8 text']);
    expect(faultsOf(Buffer.alloc(1024 * 1024 + 1, '#'))).toEqual([
      'relevance.yaml:1:1: larger than 1048576 bytes',
    ]);
  });
});

describe('the environment', () => {
  test.each([
    ['ELASTICSEARCH_URL', 'http://a,,http://b', 'must be an http or https URL'],
    ['ELASTICSEARCH_URL', 'not a url', 'must be an http or https URL'],
    ['RELEVANCE_PORT', '70000', 'must be at most 65535'],
    ['RELEVANCE_PORT', '0x10', 'must be a number'],
    ['RELEVANCE_ADMIN_PORT', '-1', 'must be a number'],
    ['RELEVANCE_WORKERS', '0', 'must be at least 1'],
    ['RELEVANCE_WORKERS', 'two', 'must be auto or a number'],
  ])('%s=%s is a fault', (name, value, message) => {
    expect(faultsOf('', { [name]: value })).toEqual([`environment: ${name}: ${message}`]);
  });

  test('a value is never quoted: it could be a password', () => {
    const env = { ELASTICSEARCH_URL: 'ftp://u:CANARY@h' };
    expect(faultsOf('', env).join()).not.toContain('CANARY');
    expect(
      faultsOf('elasticsearch: {nodes: ["ftp://u:CANARY@h"], account: {apiKey: CANARY}}').join(),
    ).not.toContain('CANARY');
  });

  test('a file that is named must exist', () => {
    expect(() => loadConfig({ cwd, env: { RELEVANCE_CONFIG: 'other.yaml' } })).toThrow(
      'other.yaml:1:1: no such file',
    );
    expect(() => loadConfig({ cwd, env: {}, file: 'nowhere/other.yaml' })).toThrow(
      'nowhere/other.yaml:1:1: no such file',
    );
  });
});
