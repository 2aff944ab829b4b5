import { answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { get, post } from './harness.ts';
import type { Answer } from './raw-client.ts';

/** An answer with two hits of two. */
export const FOUND = answer(
  200,
  '{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},' +
    '"hits":{"total":{"value":2,"relation":"eq"},"max_score":2.5,"hits":[' +
    '{"_index":"shop","_id":"1","_score":2.5,"_source":{"price":1.0}},' +
    '{"_index":"shop","_id":"2","_score":1.5,"_source":{"price":9007199254740993}}]}}',
  PRODUCT,
);

/** A search that the pipeline writes anew. */
export const improvable = {
  body: '{"query":{"match":{"title":"苹果手机壳"}}}',
  request: (headers: readonly string[] = []): Buffer => post('/shop/_search', improvable.body, headers),
  lines: (body: string): Buffer =>
    Buffer.concat([
      Buffer.from(
        get(
          '/shop/_msearch',
          ['Content-Type: application/x-ndjson', `Content-Length: ${Buffer.byteLength(body)}`],
          'POST',
        ),
      ),
      Buffer.from(body),
    ]),
} as const;

/** The plan's version on an improved answer. */
export function versionOf(found: Pick<Answer, 'headers'>): string | undefined {
  return /^applied; version="([^"]+)"/.exec(headerOf(found, 'relevance-status') ?? '')?.[1];
}
