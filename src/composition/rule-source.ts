import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Logger } from '../domain/logger.ts';
import { createQuestions, refusal } from '../elasticsearch/questions.ts';
import { GatewayError } from '../errors.ts';
import { RuleCopies } from '../rule-source/copies.ts';
import { type MirrorOptions, RuleMirror } from '../rule-source/mirror.ts';
import { type AskEngine, httpSource, indexSource, type RuleSource } from '../rule-source/source.ts';
import { elasticsearchOptions } from './elasticsearch-options.ts';

/** What a configuration says of a shared place for rules; undefined where each gateway has its own folder. */
export function ruleMirrorOf(
  config: Config,
  { offer, logger }: Pick<MirrorOptions, 'offer' | 'logger'>,
): RuleMirror | undefined {
  const source = sourceOf(config, logger);
  if (source === undefined) return undefined;
  const copies = new RuleCopies(join(config.dataDir, 'shared-rules'));
  return new RuleMirror({ source, copies, pollMs: config.rules.source.pollMs, logger, offer });
}

function sourceOf(config: Config, logger: Logger): RuleSource | undefined {
  const { url, index, authorization } = config.rules.source;
  if (url !== null) return httpSource({ url, authorization });
  return index === null ? undefined : indexSource(index, askerOf(config, logger));
}

function askerOf(config: Config, logger: Logger): AskEngine {
  const events = { retried: () => undefined, ejected: () => undefined };
  const clock = { now: () => performance.now() };
  const questions = createQuestions(elasticsearchOptions(config, { logger, clock, events }));
  return (method, path, body) =>
    questions.ask(method, path, body).catch((error: unknown) => {
      throw new GatewayError('upstream_unavailable', refusal(error).reason, { cause: error });
    });
}
