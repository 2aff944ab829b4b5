import { statSync } from 'node:fs';
import type { Finding } from './issues.ts';
import { nearest } from './nearest.ts';
import type { Config } from './schema.ts';
import type { Path } from './yaml.ts';

/** Names that something else may refer to, also where their own definition has a fault. */
export interface Declared {
  readonly pipelines: readonly string[];
  readonly plugins: readonly string[];
  /** Stages that need no plugin. */
  readonly stages: readonly string[];
}

/** Faults between parts of the configuration, and between it and the files it names. */
export function crossCheck(config: Config, declared: Declared): readonly Finding[] {
  return [
    ...Object.entries(config.indices ?? {}).flatMap(([name, { pipeline }]) =>
      pipeline === undefined || declared.pipelines.includes(pipeline)
        ? []
        : [
            missing(
              ['indices', name, 'pipeline'],
              `no pipeline is called "${pipeline}"`,
              pipeline,
              declared.pipelines,
            ),
          ],
    ),
    ...Object.keys(config.pipelines).flatMap((name) => checkStages(name, config, declared)),
    ...Object.keys(config.plugins)
      .filter((name) => declared.stages.includes(name))
      .map((name) => finding(['plugins', name], 'a built-in stage has this name')),
    ...filesOf(config)
      .filter(([, file]) => !isFile(file))
      .map(([path]) => finding(path, 'no such file')),
    ...(config.elasticsearch.ejection.baseMs > config.elasticsearch.ejection.maxMs
      ? [finding(['elasticsearch', 'ejection', 'maxMs'], 'must be at least baseMs')]
      : []),
    ...(config.rules.source.index !== null && config.rules.source.url !== null
      ? [finding(['rules', 'source', 'index'], 'url names a source already: one of the two')]
      : []),
    ...(config.rules.source.index !== null && config.elasticsearch.nodes.length === 0
      ? [
          finding(
            ['rules', 'source', 'index'],
            'needs elasticsearch.nodes: the embedded engine belongs to one gateway',
          ),
        ]
      : []),
    ...(config.admin.token !== null && !ADMIN_TOKEN.test(config.admin.token)
      ? [finding(['admin', 'token'], 'must be 16 characters or more, without blanks and in ASCII')]
      : []),
    ...(config.server.port === config.server.adminPort && config.server.port !== 0
      ? [finding(['server', 'adminPort'], 'the data port has this number already')]
      : []),
  ];
}

/** It has to go through a header, and must not be guessed. */
const ADMIN_TOKEN = /^[\x21-\x7e]{16,512}$/;

/** Stages of the gateway's own that tell what a query is about. */
const PREDICTORS = ['intent', 'tag'];

function checkStages(pipeline: string, config: Config, declared: Declared): readonly Finding[] {
  const { stages, deadlinesMs } = config.pipelines[pipeline]!;
  const names = stages.map((stage) => stage.name);
  const known = [...declared.stages, ...declared.plugins];
  return [
    ...names.flatMap((name, index) => {
      const path = ['pipelines', pipeline, 'stages', index];
      if (!known.includes(name)) {
        return [missing(path, `no stage is called "${name}"; known are ${known.join(', ')}`, name, known)];
      }
      if (names.indexOf(name) < index) return [finding(path, `stage "${name}" stands twice`)];
      const isTold = names.some((one) => PREDICTORS.includes(one) || declared.plugins.includes(one));
      return name === 'category' && !isTold
        ? [finding(path, 'no stage of the pipeline tells a category: it needs intent or tag')]
        : [];
    }),
    ...Object.keys(deadlinesMs)
      .filter((name) => !names.includes(name))
      .map((name) =>
        missing(['pipelines', pipeline, 'deadlinesMs', name], 'the pipeline has no such stage', name, names),
      ),
  ];
}

/** Every file that the configuration names, with the path of the key. */
export function filesOf(config: Config): readonly (readonly [Path, string])[] {
  const { caFile } = config.elasticsearch.tls;
  const { caFile: rerankerCa } = config.models.remoteReranker;
  return [
    ...(caFile === null ? [] : [[['elasticsearch', 'tls', 'caFile'], caFile] as const]),
    ...(rerankerCa === null ? [] : [[['models', 'remoteReranker', 'caFile'], rerankerCa] as const]),
    ...Object.entries(config.indices ?? {}).flatMap(([name, { dictionaries }]) =>
      dictionaries.map((file, index) => [['indices', name, 'dictionaries', index], file] as const),
    ),
    ...Object.entries(config.plugins).map(([name, file]) => [['plugins', name], file] as const),
    ...config.segmentation.userDictionaries.map(
      (file, index) => [['segmentation', 'userDictionaries', index], file] as const,
    ),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function finding(path: Path, message: string): Finding {
  return { path, message, suggestion: null };
}

function missing(path: Path, message: string, name: string, known: readonly string[]): Finding {
  return { path, message, suggestion: nearest(name, known) };
}
