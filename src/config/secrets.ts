import type { Config } from './schema.ts';

const MASK = '***';

/** The configuration as it may be shown: what is secret is there or not, never what it is. */
export function maskSecrets(config: Config): Config {
  const { account } = config.elasticsearch;
  const masked = {
    apiKey: account.apiKey === null ? null : MASK,
    username: account.username,
    password: account.password === null ? null : MASK,
  };
  // Options of stages are anybody's: a key that sounds like a secret is treated as one.
  const pipelines = Object.fromEntries(
    Object.entries(config.pipelines).map(([name, pipeline]) => [
      name,
      {
        ...pipeline,
        stages: pipeline.stages.map((stage) => ({
          ...stage,
          options: maskedOptions(stage.options) as Readonly<Record<string, unknown>>,
        })),
      },
    ]),
  );
  const { remoteReranker } = config.models;
  const { source } = config.rules;
  return {
    ...config,
    admin: { ...config.admin, token: config.admin.token === null ? null : MASK },
    pipelines,
    rules: {
      ...config.rules,
      source: { ...source, authorization: source.authorization === null ? null : MASK },
    },
    elasticsearch: { ...config.elasticsearch, account: masked },
    models: {
      ...config.models,
      remoteReranker: { ...remoteReranker, apiKey: remoteReranker.apiKey === null ? null : MASK },
    },
  };
}

const SOUNDS_SECRET = /secret|passw|api.?key|token|credential|authori[sz]ation/i;

function maskedOptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedOptions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SOUNDS_SECRET.test(key) && typeof inner === 'string' ? MASK : maskedOptions(inner),
    ]),
  );
}
