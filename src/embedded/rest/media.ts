import { EngineError } from '../errors.ts';
import type { Reply } from './call.ts';

/** Headers of a request that decide about media types. */
export interface MediaRequest {
  readonly headers: ReadonlyMap<string, string>;
  readonly hasBody: boolean;
  /** `format` of the query string. */
  readonly format: string | undefined;
}

interface MediaType {
  readonly type: string;
  readonly vendor: boolean;
  /** `compatible-with`; null where it is not given. */
  readonly version: number | null;
}

/**
 * Versions whose clients are understood. An 8.16 refuses 9, but the shapes of what this engine answers are the
 * same in both, so the clients of 9 work.
 */
const MAJORS: ReadonlySet<number> = new Set([7, 8, 9]);
const BODY_TYPES = new Set(['json', 'x-ndjson', 'yaml', 'cbor', 'smile']);

function parse(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  const [name = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  const found = /^application\/(vnd\.elasticsearch\+)?([\w-]+)$/.exec(name);
  if (found === null) return undefined;
  const version = parameters.map((part) => /^compatible-with=(\d+)$/.exec(part)?.[1]).find(Boolean);
  return {
    type: found[2] ?? '',
    vendor: found[1] !== undefined,
    version: version === undefined ? null : Number(version),
  };
}

function mediaError(reason: string): EngineError {
  return new EngineError({
    type: 'media_type_header_exception',
    reason: 'Invalid media-type value on headers [Accept, Content-Type]',
    status: 400,
    causedBy: { type: 'status_exception', reason, status: 400 },
  });
}

/**
 * Content type that the answer to a JSON request carries: plain, or the vendor's type echoed.
 * @throws EngineError `media_type_header_exception` as Elasticsearch refuses mixed or foreign versions.
 */
export function negotiate({ headers, hasBody }: MediaRequest): string {
  const accept = parse(headers.get('accept'));
  const content = hasBody || headers.has('content-type') ? parse(headers.get('content-type')) : undefined;
  for (const media of [accept, content]) {
    if (typeof media?.version === 'number' && !MAJORS.has(media.version)) {
      throw mediaError('Invalid media-type value on headers [Accept, Content-Type]');
    }
  }
  if (hasBody && (accept?.version ?? null) !== (content?.version ?? null)) {
    const both = `Accept=${headers.get('accept') ?? 'null'}, Content-Type=${headers.get('content-type') ?? 'null'}`;
    throw mediaError(
      `A compatible version is required on both Content-Type and Accept headers if either one has requested a compatible version. ${both}`,
    );
  }
  const answer =
    accept?.vendor === true ? accept : content?.vendor === true && accept === undefined ? content : undefined;
  if (answer === undefined) return 'application/json';
  const version = answer === accept ? answer.version : null;
  return `application/vnd.elasticsearch+json${version === null ? '' : `;compatible-with=${version}`}`;
}

/** Elasticsearch's 406 for a body of a type it does not read; undefined where all is well. */
export function unsupportedBody({ headers, hasBody }: MediaRequest): Reply | undefined {
  if (!hasBody) return undefined;
  const header = headers.get('content-type');
  const media = parse(header);
  if (media !== undefined && BODY_TYPES.has(media.type)) {
    if (media.type === 'json' || media.type === 'x-ndjson') return undefined;
    return {
      status: 501,
      json: {
        error: `request bodies of type [${header}] are not supported by the embedded engine`,
        status: 501,
      },
    };
  }
  const reason =
    header === undefined
      ? 'Content-Type header is missing'
      : `Content-Type header [${header}] is not supported`;
  return { status: 406, json: { error: reason, status: 406 } };
}
