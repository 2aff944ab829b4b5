import { type Candidate, documentKey } from '../../domain/candidate.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import { GatewayError } from '../../errors.ts';
import { legHeaders } from '../../search-api/leg-headers.ts';
import { readSearch } from '../../search-api/read-search.ts';
import type { Explanation, ExplainRequest } from '../admin/services.ts';
import { improve } from './improve.ts';
import { legRequest, pathOf } from './leg.ts';
import { bodyOf, show } from './page.ts';
import type { SearchServices } from './services.ts';

interface RawHit {
  readonly _index: string;
  readonly _id: string;
  readonly _score: number | null;
  readonly _source?: Readonly<Record<string, unknown>>;
}

interface RawAnswer {
  readonly hits?: { readonly total?: { readonly value: number } | number; readonly hits?: readonly RawHit[] };
}

/**
 * Runs one search for the admin port, with the credentials of the admin request, and says what every stage did
 * to it. Read by people, so the answer is parsed here.
 * @throws GatewayError `not_found` for an unknown pipeline, `bad_request` for a search that cannot be explained
 */
export async function explainSearch(services: SearchServices, asked: ExplainRequest): Promise<Explanation> {
  const plan = services.plan();
  const name = asked.pipeline ?? plan.pipelineOf(asked.index);
  const pipeline = plan.pipelines.get(name);
  if (pipeline === undefined) {
    const known = [...plan.pipelines.keys()].join(', ');
    throw new GatewayError('not_found', `no pipeline is named ${name}; known are ${known}`);
  }
  const startedMs = services.clock.now();
  const headers = jsonHeaders(asked.headers);
  const body = Buffer.from(JSON.stringify(asked.body ?? defaultBody(services, asked)));
  const target = { indices: [asked.index], queryString: '' };
  const head = {
    method: 'POST',
    path: `/${encodeURIComponent(asked.index)}/_search`,
    headers: legHeaders(headers),
  };
  const signal = AbortSignal.timeout(30_000);
  const common = { index: asked.index, pipeline: name, version: plan.version };

  const read = readSearch({ target, headers, body });
  if (read.kind === 'bypass') {
    const answer = await services.engine.exchange(legRequest(head, body, ''), signal);
    return {
      ...common,
      outcome: 'bypass',
      reason: read.reason,
      degraded: [],
      durationMs: services.clock.now() - startedMs,
      query: null,
      stages: [],
      sent: JSON.parse(body.toString()) as unknown,
      ...hitsOf(answer.body, answer.status, []),
    };
  }
  let sent: Uint8Array = body;
  const improved = await improve(services, {
    request: read.request,
    pipeline,
    context: new Map(Object.entries(asked.context)),
    signal,
    version: plan.version,
    send(bytes, queryString) {
      sent = bytes;
      return services.engine.exchange(legRequest(head, bytes, queryString), signal);
    },
    ask: ({ body: bytes, queryString, indices, signal: until }) =>
      services.engine.exchange(
        legRequest({ ...head, path: pathOf(indices) ?? head.path }, bytes, queryString),
        until,
      ),
  });
  const { outcome } = improved;
  const shown = await show(services.windows, improved);
  return {
    ...common,
    outcome: 'applied',
    reason: null,
    degraded: outcome.degraded,
    durationMs: services.clock.now() - startedMs,
    query: outcome.query,
    stages: outcome.reports,
    sent: JSON.parse(Buffer.from(sent).toString()) as unknown,
    ...(shown.kind === 'answer'
      ? hitsOf(shown.answer.body, shown.answer.status, [])
      : hitsOf(bodyOf(shown.page, { from: read.request.from, ...AS_IT_IS }), 200, shown.page.candidates)),
  };
}

const AS_IT_IS = { tookMs: null, filterPath: null };

/** The words over every text field of the index; where nothing is known of it, over all fields. */
function defaultBody(services: SearchServices, { index, query }: ExplainRequest): object {
  const described = services.catalog.describe(index)?.fields ?? new Map();
  const fields = [...described].filter(([, { type }]) => type === 'text').map(([name]) => name);
  return { query: { multi_match: { query: query ?? '', ...(fields.length === 0 ? {} : { fields }) } } };
}

/** The admin request's credentials; what it says about its own body is not the search's. */
function jsonHeaders(headers: RawHeaders): RawHeaders {
  const kept: string[] = ['content-type', 'application/json'];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase();
    if (/^(authorization|es-|x-opaque-id$)/.test(name)) kept.push(headers[at]!, headers[at + 1]!);
  }
  return kept;
}

/** @param candidates what is known of the hits, in their order */
function hitsOf(
  body: Buffer,
  status: number,
  candidates: readonly Candidate[],
): Pick<Explanation, 'total' | 'hits'> {
  const answer = JSON.parse(body.toString()) as RawAnswer & { readonly error?: { readonly reason?: string } };
  if (status !== 200) {
    throw new GatewayError(
      'bad_request',
      `the engine answered ${status}: ${answer.error?.reason ?? 'no reason'}`,
    );
  }
  const total = answer.hits?.total;
  const known = new Map(candidates.map((candidate) => [documentKey(candidate), candidate]));
  return {
    total: typeof total === 'number' ? total : (total?.value ?? null),
    hits: (answer.hits?.hits ?? []).map((hit) => {
      const { _index: index, _id: id, _score: score, _source: source = null } = hit;
      const { legs = [], notes = [] } = known.get(documentKey({ index, id })) ?? {};
      return { index, id, score, legs, notes, source };
    }),
  };
}
