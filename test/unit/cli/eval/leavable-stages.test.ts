import { afterEach, expect, test } from '@jest/globals';
import { leavableStages } from '../../../../src/cli/eval/leavable-stages.ts';
import { fieldsTemplate } from '../../../../src/cli/eval/search-body.ts';
import type { FakeEngine, FakeRequest } from '../fake-engine.ts';
import { fakeEngine } from '../fake-engine.ts';

let engine: FakeEngine | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

const queries = ['nothing', 'tea'].map((text) => ({ id: text, text, stage: null }));
const TIMING = 'normalise;dur=0.1, segment;dur=2, lexical;dur=3, total;dur=5';

/** A gateway whose answers have this status; `applied` ones tell of their stages. */
async function gateway(statusOf: (pipeline: string, request: FakeRequest) => string) {
  engine = await fakeEngine((request) => {
    const status = statusOf(String(request.headers['relevance-pipeline']), request);
    const timing = status.startsWith('applied') ? { 'server-timing': TIMING } : {};
    return { headers: { 'relevance-status': status, ...timing }, body: { hits: { hits: [] } } };
  });
  const template = fieldsTemplate(['title']);
  return leavableStages(queries, {
    client: engine.client,
    index: 'shop',
    template,
    size: 10,
    pipeline: 'default',
  });
}

test('are those that the gateway leaves out when asked, in the order in which they run', async () => {
  const stages = await gateway((pipeline, { body }) => {
    if (body.includes('nothing')) return 'bypass; reason=no_hits';
    return pipeline.includes('lexical') ? 'bypass; reason=needed_stage' : 'applied; version="1"';
  });
  expect(stages).toEqual(['normalise', 'segment']);
  expect(engine?.requests.map(({ headers }) => headers['relevance-pipeline'])).toEqual([
    'default',
    'default',
    'default; without="normalise"',
    'default; without="segment"',
    'default; without="lexical"',
  ]);
});

test('are those of all queries that are tried; fuse comes in before the legs, which do nothing without it', async () => {
  const timings: Readonly<Record<string, string>> = {
    nothing: 'normalise;dur=1, lexical;dur=1, fields;dur=1, knn;dur=1, fuse;dur=1, rerank;dur=1, total;dur=6',
    tea: 'normalise;dur=1, lexical;dur=1, fields;dur=1, feedback;dur=1, fuse;dur=1, rerank;dur=1, total;dur=6',
  };
  engine = await fakeEngine(({ body, headers }) => {
    const needed = String(headers['relevance-pipeline']).includes('lexical');
    const status = needed ? 'bypass; reason=needed_stage' : 'applied; version="1"';
    const timing = timings[body.includes('nothing') ? 'nothing' : 'tea']!;
    return {
      headers: { 'relevance-status': status, 'server-timing': timing },
      body: { hits: { hits: [] } },
    };
  });
  const probe = { index: 'shop', template: fieldsTemplate(['title']), size: 10, pipeline: 'hybrid' };
  expect(await leavableStages(queries, { client: engine.client, ...probe })).toEqual([
    'normalise',
    'fuse',
    'fields',
    'feedback',
    'knn',
    'rerank',
  ]);
});

test('a gateway that leaves none out says how to let it', async () => {
  const asked = gateway((pipeline) =>
    pipeline.includes('without') ? 'bypass; reason=debug_off' : 'applied; version="1"',
  );
  await expect(asked).rejects.toThrow(/leaves out no stage: set "debug: \{ allow: true \}"/);
});

test('a pipeline that improves nothing cannot be taken apart', async () => {
  await expect(gateway(() => 'bypass; reason=unknown_pipeline')).rejects.toThrow(
    'pipeline "default" improved none of the 2 queries that were tried',
  );
});
