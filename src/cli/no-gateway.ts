import type { Config } from '../config/schema.ts';
import { CommandError } from './command.ts';
import { nodeClients } from './node-client.ts';

/**
 * Makes sure that what is taken for Elasticsearch is no gateway that improves searches on the index: one of our own in
 * front of it would improve them twice, and everything that is then measured is wrong.
 * @param instead what else the command takes, for the advice
 * @throws CommandError
 */
export async function checkNoGateway(
  { elasticsearch }: Config,
  index: string,
  instead: string | undefined,
): Promise<void> {
  const [url] = elasticsearch.nodes;
  // A file of rules without a test searches nowhere.
  if (url === undefined || index === '') return;
  const client = nodeClients(elasticsearch)(url);
  try {
    const { headers } = await client.send({
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search`,
      body: JSON.stringify({ size: 0, query: { match_all: {} } }),
      headers: { 'relevance-pipeline': 'off' },
    });
    if (headers['relevance-status'] === undefined) return;
    const advice = instead === undefined ? '' : `, or ${instead}`;
    throw new CommandError(
      `${client.name} is a gateway, and searches through it would be improved twice: name the Elasticsearch behind it${advice}`,
      2,
    );
  } finally {
    await client.close();
  }
}
