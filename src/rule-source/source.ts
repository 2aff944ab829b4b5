import { GatewayError } from '../errors.ts';
import { bundleOf, MOST_FILES, type RuleBundle } from './bundle.ts';

/** A place that several gateways take their rules from. */
export interface RuleSource {
  /** In words, for reports; without secrets. */
  readonly name: string;
  /**
   * What is there now; undefined where nothing changed since the last time.
   * @throws GatewayError `upstream_*` where it does not answer, `config_invalid` where it makes no sense
   */
  fetch(signal: AbortSignal): Promise<RuleBundle | undefined>;
}

export interface HttpSourceOptions {
  readonly url: string;
  /** Value of `Authorization`; null sends none. */
  readonly authorization: string | null;
}

const MOST_BODY_BYTES = 96 * 1024 * 1024;

/** `{"files": {"_all/common.rules.txt": "…"}}` at an address, with `ETag` or without. */
export function httpSource({ url, authorization }: HttpSourceOptions): RuleSource {
  let etag: string | null = null;
  const { origin, pathname } = new URL(url);
  return {
    name: origin + pathname,
    async fetch(signal) {
      const headers = {
        accept: 'application/json',
        ...(authorization === null ? {} : { authorization }),
        ...(etag === null ? {} : { 'if-none-match': etag }),
      };
      const answer = await fetch(url, { headers, signal, redirect: 'error' }).catch((error: unknown) => {
        throw new GatewayError('upstream_unavailable', 'no answer', { cause: error });
      });
      if (answer.status === 304) return undefined;
      if (answer.status !== 200) {
        await answer.body?.cancel();
        throw new GatewayError('upstream_protocol', `it answered ${answer.status}`);
      }
      const bundle = bundleOf(Object.entries(filesIn(await textOf(answer))));
      etag = answer.headers.get('etag');
      return bundle;
    },
  };
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new GatewayError('config_invalid', 'the source of rules is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function filesIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GatewayError('config_invalid', 'the source of rules is no valid JSON', { cause: error });
  }
  const files =
    typeof value === 'object' && value !== null ? (value as { files?: unknown }).files : undefined;
  if (typeof files === 'object' && files !== null && !Array.isArray(files)) {
    return files as Readonly<Record<string, unknown>>;
  }
  throw new GatewayError(
    'config_invalid',
    'the source of rules must be {"files": {"<index>/<file>": "<text>"}}',
  );
}

/** Asks an engine with the gateway's own account. */
export type AskEngine = (method: 'POST', path: string, body: object) => Promise<unknown>;

const PAGE = 500;

interface FilesAnswer {
  readonly hits: {
    readonly hits: readonly { readonly _source?: { readonly path?: unknown; readonly text?: unknown } }[];
  };
}

/** An index with one document a file: `path` (keyword) and `text`. */
export function indexSource(index: string, ask: AskEngine): RuleSource {
  const path = `/${encodeURIComponent(index)}/_search`;
  return {
    name: `index ${index}`,
    async fetch(signal) {
      const entries: (readonly [unknown, unknown])[] = [];
      let after: unknown;
      for (;;) {
        signal.throwIfAborted();
        const { hits } = (await ask('POST', path, {
          size: PAGE,
          _source: ['path', 'text'],
          sort: [{ path: 'asc' }],
          track_total_hits: false,
          ...(after === undefined ? {} : { search_after: [after] }),
        })) as FilesAnswer;
        for (const { _source: file } of hits.hits) entries.push([file?.path, file?.text]);
        if (hits.hits.length < PAGE || entries.length > MOST_FILES) return bundleOf(entries);
        after = entries.at(-1)?.[0];
      }
    },
  };
}
