import type { Config } from '../../config/schema.ts';
import { toGatewayError } from '../../errors.ts';
import { type EngineClient, engineReason, type EngineReply } from '../engine-client.ts';
import { accountHeaders, nodeClients } from '../node-client.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const ACCOUNT =
  'set elasticsearch.account, for discovery: apiKey, or username and password, from the environment';
const RIGHTS = 'give the account `monitor` on the cluster, `view_index_metadata` and `read` on the indices';

/** Whether each node answers, who it says it is, and how the cluster is. */
export async function checkCluster({
  elasticsearch,
}: Pick<Config, 'elasticsearch'>): Promise<readonly Finding[]> {
  const { nodes } = elasticsearch;
  if (nodes.length === 0) return [ok('engine', 'the embedded one; ELASTICSEARCH_URL names a cluster')];
  const clientOf = nodeClients(elasticsearch);
  const hasAccount = 'authorization' in accountHeaders(elasticsearch);
  return Promise.all(
    nodes.map(async (url) => {
      const client = clientOf(url);
      try {
        return await nodeFinding(client, hasAccount);
      } catch (error) {
        return unreachable(client.name, toGatewayError(error).message);
      } finally {
        await client.close();
      }
    }),
  );
}

async function nodeFinding(client: EngineClient, hasAccount: boolean): Promise<Finding> {
  const about = `node ${client.name}`;
  const root = await client.send({ method: 'GET', path: '/' });
  if (root.status === 401) {
    const advice = hasAccount ? 'check elasticsearch.account: it was refused' : ACCOUNT;
    return hasAccount ? fault(about, reasonOf(root), advice) : warning(about, reasonOf(root), advice);
  }
  if (root.status === 403) return warning(about, reasonOf(root), RIGHTS);
  if (root.status !== 200)
    return fault(about, reasonOf(root), 'look at the cluster, or at what stands in front of it');
  if (root.headers['x-elastic-product'] !== 'Elasticsearch') return stranger(about, versionIn(root.text));
  const version = versionIn(root.text) ?? { number: 'of an unknown version' };
  const health = await client.send({ method: 'GET', path: '/_cluster/health' });
  if (health.status !== 200) return warning(about, `${version.number}; ${reasonOf(health)}`, RIGHTS);
  const { status, unassigned_shards: unassigned } = JSON.parse(health.text) as {
    readonly status: string;
    readonly unassigned_shards: number;
  };
  const detail = `Elasticsearch ${version.number}, cluster ${status}`;
  if (status === 'red')
    return fault(
      about,
      `${detail}, ${unassigned} shards have no place`,
      'GET _cluster/allocation/explain says why',
    );
  return ok(about, detail);
}

interface EngineVersion {
  readonly number: string;
  readonly distribution?: string;
}

/** What an engine says of itself at `/`; undefined where this is none. */
function versionIn(text: string): EngineVersion | undefined {
  try {
    const { version } = JSON.parse(text) as { readonly version?: Partial<EngineVersion> };
    return typeof version?.number === 'string' ? { ...version, number: version.number } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Something that does not say that it is Elasticsearch. */
function stranger(about: string, version: EngineVersion | undefined): Finding {
  if (version === undefined)
    return fault(
      about,
      'answers, but is no Elasticsearch',
      'check the address, and what stands in front of it',
    );
  if (version.distribution === 'opensearch') {
    return warning(
      about,
      `OpenSearch ${version.number}, which the gateway is not made for`,
      'docs/deploying.md says what works; clients of Elasticsearch refuse it, those of OpenSearch do not',
    );
  }
  return warning(
    about,
    `${version.number}, which does not say that it is Elasticsearch`,
    'check the address; official clients will refuse it',
  );
}

function unreachable(name: string, message: string): Finding {
  const about = `node ${name}`;
  if (/wrong version number|packet length too long/i.test(message))
    return fault(about, 'does not speak TLS', 'write http:// in its address, or switch TLS on there');
  if (/cert|self.signed|altname|tls|ssl/i.test(message)) {
    return fault(
      about,
      message,
      'set elasticsearch.tls.caFile to the authority that signed its certificate, or tls.fingerprint',
    );
  }
  return fault(about, message, 'check ELASTICSEARCH_URL, and that the cluster can be reached from here');
}

function reasonOf({ status, text }: EngineReply): string {
  return `${status} ${engineReason(text)}`;
}
