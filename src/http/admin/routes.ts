import Router from '@koa/router';
import { GatewayError } from '../../errors.ts';
import { jsonBody } from '../json-body.ts';
import { atMost } from './at-most.ts';
import { compareRequest } from './compare-request.ts';
import { explainRequest } from './explain-request.ts';
import { guardOrigin } from './guard.ts';
import { METRICS_TYPES, metricsFormFor } from './metrics-form.ts';
import { recordRoutes } from './record-routes.ts';
import { ruleCheckRequest } from './rule-check-request.ts';
import { ruleTryRequest } from './rule-try-request.ts';
import type { AdminRecords, AdminServices } from './services.ts';
import { guardToken } from './token.ts';

/** Requests to `/api/` under way. */
const MOST_AT_A_TIME = 16;
/** Each reads all rule files. */
const TRIALS_AT_A_TIME = 2;

export interface AccessOptions {
  /** Host names that `/api/` answers to, beside localhost and IP addresses. */
  readonly names: readonly string[];
  /** What `/api/` asks for in `Relevance-Admin-Token`; null: nothing. */
  readonly token: string | null;
  /** Whether `/metrics` asks for it, too. */
  readonly metrics: 'open' | 'token';
}

/** Every path of the admin port. */
export function adminRoutes(
  services: AdminServices,
  records: AdminRecords,
  { names, token, metrics }: AccessOptions,
): Router {
  return (
    new Router()
      .get('/healthz', (ctx) => {
        ctx.body = services.health();
      })
      .get('/readyz', async (ctx) => {
        const readiness = await services.ready();
        ctx.status = readiness.ready ? 200 : 503;
        ctx.body = readiness;
      })
      .get('/metrics', guardToken(metrics === 'token' ? token : null), async (ctx) => {
        const form = metricsFormFor(ctx.get('accept'));
        ctx.body = await services.metrics(form);
        ctx.type = METRICS_TYPES[form];
        ctx.vary('Accept');
      })
      // Host and origin first: pages of strangers do not even learn whether there is a token.
      .use('/api', guardOrigin(names), guardToken(token), atMost(MOST_AT_A_TIME))
      .use(recordRoutes(records).routes())
      .get('/api/config', (ctx) => {
        ctx.body = services.config();
      })
      .get('/api/system', async (ctx) => {
        ctx.body = await services.system();
      })
      .get('/api/indices', async (ctx) => {
        ctx.body = await services.indices();
      })
      .get('/api/pipelines', async (ctx) => {
        ctx.body = await services.pipelines();
      })
      .post('/api/explain', async (ctx) => {
        ctx.body = await services.explain(explainRequest(await jsonBody(ctx), ctx.req.rawHeaders));
      })
      .get('/api/explain/:id', async (ctx) => {
        const tree = await services.explainById(ctx.params['id'] ?? '');
        if (tree === undefined)
          throw new GatewayError('not_found', 'no such trace; they are kept for five minutes');
        ctx.body = tree;
      })
      .post('/api/compare', async (ctx) => {
        ctx.body = await services.compare(compareRequest(await jsonBody(ctx), ctx.req.rawHeaders));
      })
      .get('/api/rules', async (ctx) => {
        ctx.body = await services.rules();
      })
      .post('/api/rules/check', async (ctx) => {
        ctx.body = await services.checkRules(ruleCheckRequest(await jsonBody(ctx)));
      })
      .post('/api/rules/try', atMost(TRIALS_AT_A_TIME), async (ctx) => {
        ctx.body = await services.tryRules(ruleTryRequest(await jsonBody(ctx), ctx.req.rawHeaders));
      })
      .post('/api/reload', async (ctx) => {
        await jsonBody(ctx);
        const result = await services.reload();
        if ('faults' in result) {
          ctx.status = 400;
          const message = result.faults[0]?.message ?? 'the configuration is not valid';
          ctx.body = { error: { code: 'config_invalid', message, faults: result.faults } };
        } else {
          ctx.body = result;
        }
      })
  );
}
