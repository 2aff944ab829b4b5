import { z } from 'zod';
import { secret } from './secret.ts';
import { filePath, section, whole } from './section.ts';

function isNodeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === '';
}

const account = section({
  apiKey: secret().describe(
    '`${NAME}` of the variable that holds an API key, base64 as Elasticsearch gave it.',
  ),
  username: secret().describe('`${NAME}` of the variable that holds a user name.'),
  password: secret().describe('`${NAME}` of the variable that holds its password.'),
})
  .refine((account) => account.apiKey === null || account.username === null, {
    error: 'give an apiKey or a username, not both',
    path: ['apiKey'],
  })
  .refine((account) => (account.username === null) === (account.password === null), {
    error: 'username and password go together',
    path: ['password'],
  })
  .describe(
    'The gateway’s own credentials, for discovery and the command line; a caller’s request always carries the caller’s own.',
  );

const tls = section({
  caFile: filePath()
    .nullable()
    .default(null)
    .describe('PEM file of the authority that signed the certificates.'),
  fingerprint: z
    .string()
    .regex(/^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i, {
      error: 'must be a SHA-256 fingerprint: 64 hexadecimal digits',
    })
    .nullable()
    .default(null)
    .describe(
      'SHA-256 fingerprint of the authority’s certificate, as Elasticsearch prints it at its first start.',
    ),
}).describe('How the nodes are recognised on https; none means by the system’s authorities.');

export const elasticsearch = section({
  nodes: z
    .array(z.string().refine(isNodeUrl, { error: 'must be an http or https URL' }))
    .max(1000)
    .default([])
    .describe('URLs of the cluster’s nodes. None means the embedded engine.'),
  tls,
  account,
  connectTimeoutMs: whole(1, 600_000)
    .default(5000)
    .describe('How long a node may take to accept a connection.'),
  pool: section({
    connections: whole(1, 10_000).default(128).describe('Most connections to one node, a process.'),
  }).describe('Connections to the nodes.'),
  discovery: section({
    intervalMs: whole(100, 86_400_000)
      .default(30_000)
      .describe('How often version, mappings and analyzers are read again.'),
    timeoutMs: whole(1, 600_000).default(10_000).describe('How long one such question may take.'),
  }).describe('What the gateway asks the cluster on its own account.'),
  ejection: section({
    failures: whole(1, 1000)
      .default(3)
      .describe('Failures in a row after which a node gets no more requests.'),
    baseMs: whole(1, 3_600_000)
      .default(1000)
      .describe('How long it is left alone before one request probes it; doubles with each failed probe.'),
    maxMs: whole(1, 3_600_000).default(30_000).describe('The longest such pause.'),
  }).describe('When a node counts as broken.'),
  retryBudget: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Most retries, as a share of requests; so that a failing cluster is not hit twice as hard.'),
  sniffing: z
    .enum(['rewrite', 'pass'])
    .default('rewrite')
    .describe('`rewrite` puts the gateway’s own address into sniffing answers; `pass` leaves the nodes’ in.'),
}).describe('The cluster behind the gateway.');
