import Router from '@koa/router';
import type { Context } from 'koa';
import { GatewayError } from '../../errors.ts';
import { jsonBody } from '../json-body.ts';
import { judgeRequest } from './judge-request.ts';
import type { AdminRecords } from './services.ts';

/** Judgments and evaluations; to be put behind the guards of `/api/`. */
export function recordRoutes({ judgments, evaluations }: AdminRecords): Router {
  const file = (which: 'queries' | 'qrels', name: string, type: string) => async (ctx: RouteContext) => {
    const set = ctx.params['name'] ?? '';
    ctx.body = found(await judgments.file(set, which), 'judged set');
    ctx.type = type;
    ctx.attachment(`${set}-${name}`);
  };
  return new Router()
    .get('/api/judgments', async (ctx) => {
      ctx.body = await judgments.list();
    })
    .post('/api/judgments', async (ctx) => {
      ctx.body = await judgments.judge(judgeRequest(await jsonBody(ctx)));
    })
    .get('/api/judgments/:name', async (ctx) => {
      ctx.body = found(await judgments.read(ctx.params['name'] ?? ''), 'judged set');
    })
    .get('/api/judgments/:name/queries.jsonl', file('queries', 'queries.jsonl', 'application/x-ndjson'))
    .get('/api/judgments/:name/qrels.tsv', file('qrels', 'qrels.tsv', 'text/tab-separated-values'))
    .get('/api/evaluations', async (ctx) => {
      ctx.body = await evaluations.list();
    })
    .get('/api/evaluations/:id', async (ctx) => {
      ctx.body = found(await evaluations.read(ctx.params['id'] ?? ''), 'evaluation');
    });
}

type RouteContext = Context & { readonly params: Readonly<Record<string, string>> };

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new GatewayError('not_found', `there is no such ${what}`);
  return value;
}
