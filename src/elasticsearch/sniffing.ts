import type { IncomingMessage } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ElasticsearchOptions } from './options.ts';
import type { AnswerRewrite } from './pass-through.ts';
import { type AnswerHead, headerOf } from './headers.ts';
import { rewriteCatJson, rewriteCatText, rewriteNodes } from './sniffing-answers.ts';

/** `_nodes`, with node and metric filters; those that never name an HTTP address stay out. */
const NODES = /^\/_nodes(?:\/(?!stats|usage|hot_threads|reload_secure_settings)[^/?]*){0,3}(?:\?|$)/;
const OTHER_NODES = /\/(?:stats|usage|hot_threads)(?:[/?]|$)/;
const CAT = /^\/_cat\/nodes\/?\?(?:.*&)?h=([^&]*)/;
/** The `http` column's names, and the pattern that asks for all columns. */
const COLUMN = /^(?:http|http_address|ha|.*\*.*)$/;
const DEFAULT_HTTP_PORT = 80;

/**
 * Puts the gateway's own address into answers from which clients learn the cluster's nodes; else they would
 * walk around the gateway.
 */
export function createSniffingRewrite(
  advertise: ElasticsearchOptions['advertise'],
  maxBytes: number,
): AnswerRewrite {
  return {
    maxBytes,
    forRequest: (request) => {
      const path = request.url ?? '';
      // Nearly every request ends here.
      if (advertise === 'off' || path.charCodeAt(1) !== 0x5f) return undefined;
      const rewrite = kindOf(path);
      if (rewrite === undefined) return undefined;
      const address = advertise === 'host' ? hostOf(request) : advertise;
      if (address === undefined) return undefined;
      return (body, head) => changed(body, head, (bytes, isJson) => rewrite(bytes, address, isJson));
    },
  };
}

type Rewrite = (body: Buffer, address: string, isJson: boolean) => Buffer;

function kindOf(path: string): Rewrite | undefined {
  if (NODES.test(path) && !OTHER_NODES.test(path)) {
    return (body, address, isJson) => (isJson ? rewriteNodes(body, address) : body);
  }
  const columns = CAT.exec(path)?.[1]?.split(/,|%2C/i);
  if (columns?.some((column) => COLUMN.test(column)) !== true) return undefined;
  return (body, address, isJson) => (isJson ? rewriteCatJson(body, address) : rewriteCatText(body, address));
}

/** `host:port` that the client reached us by. */
function hostOf({ headers }: IncomingMessage): string | undefined {
  const host = headers.host;
  if (host === undefined || host === '') return undefined;
  return /:\d+$/.test(host) ? host : `${host}:${DEFAULT_HTTP_PORT}`;
}

/** Applies a change to the bytes inside the content encoding; other encodings and formats pass. */
function changed(body: Buffer, head: AnswerHead, change: (body: Buffer, isJson: boolean) => Buffer): Buffer {
  const type = headerOf(head.headers, 'content-type') ?? '';
  const isJson = /^application\/(?:vnd\.elasticsearch\+)?json/i.test(type);
  if (!isJson && !type.startsWith('text/plain')) return body;
  if (head.contentEncoding === null || head.contentEncoding === 'identity') return change(body, isJson);
  return head.contentEncoding === 'gzip' ? gzipSync(change(gunzipSync(body), isJson)) : body;
}
