import { resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { Finding } from './issues.ts';
import type { Config } from './schema.ts';

export interface Surroundings {
  readonly env: Environment;
  /** What relative paths in the file start from. */
  readonly baseDir: string;
  /** What relative paths in the environment start from. */
  readonly cwd: string;
}

export interface Settled {
  readonly config: Config;
  readonly findings: readonly Finding[];
}

/** Puts in what stands outside the file: absolute paths, the values of `${NAME}`, credentials out of URLs. */
export function settle(config: Config, around: Surroundings): Settled {
  const findings: Finding[] = [];
  const absolute = (path: string): string => resolve(around.baseDir, path);
  const referenced = (reference: string | null, path: Finding['path']): string | null => {
    if (reference === null) return null;
    const name = reference.slice(2, -1);
    const value = around.env[name];
    if (value !== undefined && value !== '') return value;
    findings.push({ path, message: `the environment variable ${name} is not set`, suggestion: null });
    return null;
  };
  const secret = (key: 'apiKey' | 'username' | 'password'): string | null =>
    referenced(config.elasticsearch.account[key], ['elasticsearch', 'account', key]);
  const { tls } = config.elasticsearch;
  const named = { apiKey: secret('apiKey'), username: secret('username'), password: secret('password') };
  const nodes = config.elasticsearch.nodes.map((text) => new URL(text));
  const dataDirFromEnv = (around.env['RELEVANCE_DATA_DIR'] ?? '').trim() !== '';
  const isDefault = config.dataDir === DEFAULT_DATA_DIR;
  return {
    findings,
    config: {
      ...config,
      admin: { ...config.admin, token: referenced(config.admin.token, ['admin', 'token']) },
      elasticsearch: {
        ...config.elasticsearch,
        nodes: nodes.map(withoutCredentials),
        account: named.apiKey === null && named.username === null ? accountOf(nodes) : named,
        tls: { ...tls, caFile: tls.caFile === null ? null : absolute(tls.caFile) },
      },
      ...(config.indices === undefined
        ? {}
        : {
            indices: mapValues(config.indices, (index) => ({
              ...index,
              dictionaries: index.dictionaries.map(absolute),
              ...(index.dictionary === undefined ? {} : { dictionary: absolute(index.dictionary) }),
            })),
          }),
      plugins: mapValues(config.plugins, absolute),
      models: settledModels(config.models, absolute, (apiKey) =>
        referenced(apiKey, ['models', 'remoteReranker', 'apiKey']),
      ),
      rules: {
        ...config.rules,
        folder: absolute(config.rules.folder),
        source: {
          ...config.rules.source,
          authorization: referenced(config.rules.source.authorization, ['rules', 'source', 'authorization']),
        },
      },
      segmentation: {
        ...config.segmentation,
        userDictionaries: config.segmentation.userDictionaries.map(absolute),
      },
      dataDir: dataDirFromEnv || isDefault ? resolve(around.cwd, config.dataDir) : absolute(config.dataDir),
    },
  };
}

const DEFAULT_DATA_DIR = '.data';

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Folders of models are absolute; a name stays a name, for whoever knows what comes with the gateway. */
function settledModels(
  models: Config['models'],
  absolute: (path: string) => string,
  secret: (reference: string | null) => string | null,
): Config['models'] {
  const folder = (name: string): string => (/[\\/]/.test(name) ? absolute(name) : name);
  const { rerank, encoders, remoteReranker } = models;
  const { caFile, apiKey } = remoteReranker;
  return {
    folder: absolute(models.folder),
    rerank:
      rerank === 'shipped'
        ? rerank
        : rerank.map((one) => (typeof one === 'string' ? folder(one) : { ...one, model: folder(one.model) })),
    encoders: encoders === 'shipped' ? encoders : encoders.map(folder),
    remoteReranker: {
      ...remoteReranker,
      caFile: caFile === null ? null : absolute(caFile),
      apiKey: secret(apiKey),
    },
  };
}

/** `https://user:password@host:9200/` → `https://host:9200` */
function withoutCredentials(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Credentials in a node's URL serve as the account, as they do for Elasticsearch's own clients. */
function accountOf(nodes: readonly URL[]): Config['elasticsearch']['account'] {
  const url = nodes.find(({ username }) => username !== '');
  if (url === undefined) return { apiKey: null, username: null, password: null };
  return {
    apiKey: null,
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
