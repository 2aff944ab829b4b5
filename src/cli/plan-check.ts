import { createCatalogues } from '../composition/catalogues.ts';
import { buildPlan } from '../composition/plan.ts';
import type { Config } from '../config/schema.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { SILENT } from './silent.ts';

/**
 * Why a gateway would not start with these pipelines: an option that a stage does not know, stages that cannot work
 * together, a plugin or a model's file that cannot be read. Undefined where it would. Rules have checks of their own.
 */
export async function planFault(config: Config): Promise<string | undefined> {
  try {
    await buildPlan({
      config,
      engine: {
        exchange: () => Promise.reject(new GatewayError('upstream_unavailable', 'nothing is searched here')),
      },
      catalogues: createCatalogues(SILENT),
      telemetry: { logger: SILENT, around: (_stage, ctx, next) => next(ctx) },
      clock: { now: () => performance.now() },
      now: Date.now,
      rulesFrom: () => ({ read: { texts: [], errors: [], warnings: [] } }),
      stages: new Map(),
    });
    return undefined;
  } catch (error) {
    const { code, message } = toGatewayError(error);
    if (code !== 'config_invalid') throw error;
    return message;
  }
}
