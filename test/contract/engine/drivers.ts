import { EmbeddedIndex } from '../../../src/embedded/engine/embedded-index.ts';
import { identifier } from '../../../src/embedded/engine/engine.ts';
import { EngineError, errorBody, indexNotFound } from '../../../src/embedded/errors.ts';
import type { JsonObject } from '../../../src/embedded/json/parse.ts';
import { writeJson } from '../../../src/embedded/json/write.ts';
import { parseDocument } from '../../../src/embedded/mapping/document.ts';
import { normaliseMapping } from '../../../src/embedded/mapping/normalise.ts';
import { Call } from '../../../src/embedded/rest/call.ts';
import { Router, parseQuery } from '../../../src/embedded/rest/router.ts';
import { createSearchApi } from '../../../src/embedded/search/index.ts';
import type { SearchTarget } from '../../../src/embedded/search/index.ts';
import type { Store } from '../../../src/embedded/store/store.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Something that answers Elasticsearch's search API. */
export interface SearchDriver {
  send(method: string, path: string, body?: unknown): Promise<Answer>;
}

export interface IndexSpec {
  readonly settings: object;
  readonly mappings: object;
}

type Documents = readonly Readonly<Record<string, unknown>>[];

function text(body: unknown): string {
  return typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
}

/** A real server over HTTP. */
export function httpDriver(url: string): SearchDriver {
  return {
    async send(method, path, body) {
      const ndjson = path.includes('_bulk') || path.includes('_msearch');
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          body: text(body),
          headers: { 'content-type': ndjson ? 'application/x-ndjson' : 'application/json' },
        }),
      });
      const answer = await response.text();
      return { status: response.status, text: answer, json: JSON.parse(answer) as Record<string, unknown> };
    },
  };
}

/** Creates the index on a real server, one segment, document order as given. */
export async function load(
  driver: SearchDriver,
  name: string,
  index: { spec: IndexSpec; documents: Documents },
): Promise<void> {
  await driver.send('DELETE', `/${name}?ignore_unavailable=true`);
  const created = await driver.send('PUT', `/${name}`, index.spec);
  if (created.status !== 200) throw new Error(created.text);
  const lines = index.documents.flatMap((document, i) => [
    JSON.stringify({ index: { _id: String(i) } }),
    JSON.stringify(document),
  ]);
  const loaded = await driver.send('POST', `/${name}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
  if (loaded.json['errors'] !== false) throw new Error(loaded.text.slice(0, 2000));
  await driver.send('POST', `/${name}/_forcemerge?max_num_segments=1`);
  await driver.send('POST', `/${name}/_refresh`);
}

function memoryIndex(
  name: string,
  { spec, documents }: { spec: IndexSpec; documents: Documents },
): EmbeddedIndex {
  const sources = new Map<number, Buffer>();
  const store = {
    sources: (_: string, seqNos: readonly number[]) => Promise.resolve(seqNos.map((one) => sources.get(one))),
  };
  const segmenter = { segment: () => [], readings: () => ({ best: [], others: [] }), words: () => [] };
  const definition = {
    uuid: identifier(),
    name,
    created: 0,
    settings: { index: spec.settings } as unknown as JsonObject,
    mapping: normaliseMapping(spec.mappings as JsonObject),
    aliases: {},
  };
  const index = new EmbeddedIndex(definition, store as unknown as Store, segmenter);
  documents.forEach((document, i) => {
    const source = JSON.stringify(document);
    sources.set(i, Buffer.from(source));
    const parsed = parseDocument(index.mapping, {
      id: String(i),
      text: source,
      json: document as JsonObject,
    });
    index.add(String(i), { version: 1, seqNo: i }, parsed);
  });
  return index;
}

/** The embedded engine's search endpoints over indices in memory. */
export function embeddedDriver(
  indices: Readonly<Record<string, { spec: IndexSpec; documents: Documents }>>,
): SearchDriver {
  const targets = Object.entries(indices).map(([name, index]): SearchTarget => {
    const built = memoryIndex(name, index);
    return {
      reader: built.reader(),
      analyzer: (analyzer) => built.registry.analyzer(analyzer),
      maxResultWindow: 10_000,
    };
  });
  const resolve = (expression: string | null): readonly SearchTarget[] => {
    if (expression === null || expression === '_all') return targets;
    const names = expression.split(',');
    const found = targets.filter(({ reader }) => names.includes(reader.name));
    if (found.length > 0) return found;
    throw indexNotFound(expression);
  };
  const router = new Router(createSearchApi({ resolve }));
  return {
    async send(method, path, body) {
      const [plain = '', query = ''] = path.split('?');
      const resolved = router.resolve(method, plain);
      if (resolved.kind !== 'route') throw new Error(`no route for ${method} ${path}`);
      const { route, params } = resolved.match;
      const call = new Call({
        method,
        path: plain,
        params,
        query: parseQuery(query),
        headers: new Map(),
        body: Buffer.from(text(body)),
      });
      const reply = await Promise.resolve(call)
        .then((one) => route.run(one))
        .catch((error: unknown) => {
          if (error instanceof EngineError) return { status: error.status, json: errorBody(error) };
          throw error;
        });
      const answer = writeJson(reply.json).toString();
      return { status: reply.status, text: answer, json: JSON.parse(answer) as Record<string, unknown> };
    },
  };
}
