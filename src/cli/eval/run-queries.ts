import type { JudgedQuery } from '../../evaluation/judged-set.ts';
import type { Run } from '../../evaluation/report.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import type { BodyTemplate } from './search-body.ts';
import { searchBody } from './search-body.ts';

export interface RunOptions {
  readonly client: EngineClient;
  readonly index: string;
  readonly template: BodyTemplate;
  /** Hits asked for. */
  readonly size: number;
  /** The pipeline that is measured; undefined is the default one. */
  readonly pipeline?: string | undefined;
  readonly concurrency: number;
  readonly onProgress: (done: number) => void;
}

export interface QueryRuns {
  /** In the order of the queries. */
  readonly runs: readonly Run[];
  /** How many searches with the pipeline on got each `Relevance-Status`, without its version. */
  readonly statuses: ReadonlyMap<string, number>;
}

/**
 * Sends every query twice, with the pipeline off and on.
 * @throws CommandError at the first search that is not answered with 200
 */
export async function runQueries(queries: readonly JudgedQuery[], options: RunOptions): Promise<QueryRuns> {
  const runs: Run[] = [];
  const statuses = new Map<string, number>();
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < queries.length; at = next++) {
      const query = queries[at];
      if (query === undefined) return;
      const off = await search(query, 'off', options);
      const on = await search(query, options.pipeline, options);
      runs[at] = { queryId: query.id, off: off.ids, on: on.ids };
      statuses.set(on.status, (statuses.get(on.status) ?? 0) + 1);
      options.onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return { runs, statuses };
}

interface Answer {
  readonly hits: { readonly hits: readonly { readonly _id: string }[] };
}

async function search(
  query: JudgedQuery,
  pipeline: string | undefined,
  { client, index, template, size }: RunOptions,
): Promise<{ readonly ids: readonly string[]; readonly status: string }> {
  const reply = await client.send({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    body: searchBody(template, query.text, size),
    headers: pipeline === undefined ? {} : { 'relevance-pipeline': pipeline },
  });
  if (reply.status !== 200) {
    throw new CommandError(
      `query "${query.id}" (${query.text}): ${reply.status} ${engineReason(reply.text)}`,
    );
  }
  const { hits } = (JSON.parse(reply.text) as Answer).hits;
  return { ids: hits.map(({ _id }) => _id), status: statusOf(reply.headers['relevance-status']) };
}

/** `applied; degraded="knn"; version="…"` → `applied; degraded="knn"`. */
function statusOf(header: string | undefined): string {
  return header === undefined ? 'none' : header.replace(/;\s*version="[^"]*"/, '').trim();
}
