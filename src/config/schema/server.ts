import { z } from 'zod';
import { section, whole } from './section.ts';

const MEBIBYTE = 1024 * 1024;

/** A token bucket; without `perSecond` there is none. */
function rate(whose: string) {
  return section({
    perSecond: z
      .number()
      .min(0.001)
      .max(1_000_000)
      .nullable()
      .default(null)
      .describe(`Searches a second of ${whose}, in the long run; none is no limit.`),
    burst: whole(1, 1_000_000)
      .nullable()
      .default(null)
      .describe('Searches that may come at once; none is what comes in a second.'),
  });
}

const limits = section({
  bodyBytes: whole(1024, 512 * MEBIBYTE)
    .default(4 * MEBIBYTE)
    .describe(
      'Largest search body, in bytes, that is read to be improved; a larger one passes through as it is.',
    ),
  msearchItems: whole(1, 10_000)
    .default(128)
    .describe('Most searches in one `_msearch` that are improved; a longer one passes through as it is.'),
  headerBytes: whole(4096, MEBIBYTE)
    .default(32 * 1024)
    .describe('Largest request line and headers, in bytes; more is answered with 431.'),
  connections: whole(1, 1_000_000)
    .default(10_000)
    .describe('Most open client connections a process; further ones are closed at once.'),
  inFlight: whole(1, 1_000_000)
    .default(256)
    .describe(
      'Most searches to be improved that a process works on at the same time, and most requests they make to the engine.',
    ),
  queue: whole(0, 1_000_000)
    .default(1024)
    .describe('Most that wait for their turn beyond `inFlight`; further ones are answered with 429.'),
  queueMs: whole(1, 600_000)
    .default(2000)
    .describe('How long a search may wait for its turn, in milliseconds; then it is answered with 429.'),
  adaptive: z
    .boolean()
    .default(false)
    .describe(
      'Whether the limit on searches at once finds itself: it grows while they take as long as usual, shrinks when they take longer, and never exceeds `inFlight`.',
    ),
  rate: rate('all callers together'),
  caller: section({
    inFlight: whole(1, 1_000_000)
      .nullable()
      .default(null)
      .describe('Most searches of one caller at once, waiting ones included; none is no limit.'),
    rate: rate('one caller'),
  }).describe(
    'Bounds for each caller: a credential, or without any the address that asks. More is answered with 429 and `Retry-After`.',
  ),
}).describe('Bounds on what clients may ask of one process.');

const overload = section({
  atMost: z
    .enum(['calm', 'busy', 'overloaded', 'saturated'])
    .default('saturated')
    .describe(
      'What may be left out when there is too much to do: nothing (`calm`); models that rank (`busy`); everything that takes more than one request to the engine (`overloaded`); everything that the caller did not write, with `bypass; reason=overload` (`saturated`).',
    ),
  eventLoopMs: whole(1, 10_000)
    .default(30)
    .describe(
      'How late the event loop may run, in milliseconds, before a process is `busy`; `overloaded` at three times that, `saturated` at eight times.',
    ),
  engineMs: whole(1, 10_000)
    .default(10)
    .describe(
      'How long answers of Elasticsearch may wait for their turn, in milliseconds, before the next level is reached: what they took beyond the `took` in them and beyond the least of the last minute. The embedded engine’s are not looked at.',
    ),
}).describe('What is left out before searches are refused.');

const resultCache = section({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'Whether answers are given out again for a short while, to the same caller for the same request; what is indexed or revoked meanwhile shows that much later.',
    ),
  ttlMs: whole(1, 60_000).default(5000).describe('For how long, in milliseconds.'),
  bytes: whole(65_536, 16 * 1024 * MEBIBYTE)
    .default(64 * MEBIBYTE)
    .describe('Most bytes of all answers that a process keeps.'),
}).describe(
  'Answers of a moment ago. Only whole ones are kept: no stage left out, no shard failed, not timed out.',
);

export const server = section({
  host: z.string().min(1).default('127.0.0.1').describe('Address the data port listens on.'),
  port: whole(0, 65_535)
    .default(9600)
    .describe('The data port: Elasticsearch’s protocol. 0 takes any free port.'),
  adminHost: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address the admin port listens on. Where other machines reach it, `admin` says who keeps strangers out.',
    ),
  adminPort: whole(0, 65_535)
    .default(9601)
    .describe('The admin port: health, metrics, `/api/`, the console.'),
  adminNames: z
    .array(
      z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, { error: 'must be a host name without port' }),
    )
    .default([])
    .describe(
      'Host names that `/api/` of the admin port answers to, beside localhost, IP addresses and `adminHost`; others are refused, so that no web page can reach it by a name of its own.',
    ),
  advertise: z
    .string()
    .regex(/^[^\s/@]+:\d{1,5}$/, { error: 'must be host:port' })
    .nullable()
    .default(null)
    .describe('`host:port` put into sniffing answers; none means the Host of the request.'),
  ownPath: z
    .string()
    .regex(/^\/_[a-z][a-z0-9_-]*$/, { error: 'must be / and a name that begins with _, as /_relevance' })
    .nullable()
    .default('/_relevance')
    .describe(
      'Where the gateway’s own answers lie on the data port (completions, events). `null` switches them off: the path is then the engine’s.',
    ),
  keepAliveMs: whole(0, 3_600_000)
    .default(620_000)
    .describe(
      'How long an idle client connection is kept; 0 is for ever. Longer than the official clients keep theirs, ten minutes, so that no request meets a closing one.',
    ),
  drainDelayMs: z
    .union([z.literal('auto'), whole(0, 600_000)])
    .default('auto')
    .describe(
      'How long after SIGTERM requests are still taken while `/readyz` says 503 and answers say `Connection: close`, in milliseconds: until balancers have seen it. `auto` is 5000 where other machines reach the data port, else 0.',
    ),
  drainGraceMs: whole(0, 3_600_000)
    .default(30_000)
    .describe('How long requests in flight may take to finish after that, in milliseconds.'),
  cors: section({
    origins: z
      .array(
        z.string().regex(/^(\*|https?:\/\/[^/\s,*]+)$/i, {
          error: 'must be scheme://host, with a port or without, or *',
        }),
      )
      .default([])
      .describe(
        'Origins whose scripts may use the data port, as `https://shop.example`; `*` is any. None leaves it to the engine.',
      ),
  }).describe('Browsers that talk to the gateway directly.'),
  limits,
  overload,
  resultCache,
}).describe('The listeners.');
