import { openElasticsearch } from '../../support/elasticsearch-backend.ts';
import { basic, SecuredCluster } from '../../support/secured-cluster.ts';
import type { SecureServer } from '../../support/servers.ts';
import { BULK, INDEX, INDEX_BODY, PRODUCTS, serveShop, type Shop, type ShopOptions } from './shop.ts';

const PASSWORD = 'hybrid-canary-5Tz8';

/** Callers, and what each of them may see: the products of one brand, of which some fields are hidden. */
const CALLERS = {
  acme: { brand: 'acme', hidden: [] },
  globex: { brand: 'globex', hidden: ['text'] },
  /** Who sees titles and prices, and no more than that. */
  clerk: { brand: 'acme', hidden: ['text', 'brand', 'vector'] },
} as const;

export type Caller = keyof typeof CALLERS;
export const CALLER_NAMES = Object.keys(CALLERS) as readonly Caller[];

const nameOf = (caller: Caller): string => `hybrid-${caller}-${process.pid}`;

/** What a caller sends to prove who they are. */
export const credentialsOf = (caller: Caller): Record<string, string> => withPassword(caller, PASSWORD);
export const withPassword = (caller: Caller, password: string): Record<string, string> =>
  basic(nameOf(caller), password);

export const brandOf = (id: string): string | undefined => PRODUCTS.find((one) => one.id === id)?.brand;
export const brandFor = (caller: Caller): string => CALLERS[caller].brand;
export const hiddenFrom = (caller: Caller): readonly string[] => CALLERS[caller].hidden;

/** An index that its callers may read, beside that of the products. */
export interface Beside {
  readonly name: string;
  readonly documents: Readonly<Record<string, unknown>>;
  readonly readers: readonly Caller[];
}

export interface SecuredShop {
  readonly shop: Shop;
  readonly cluster: SecuredCluster;
  close(): Promise<void>;
}

/** A gateway in front of a secured cluster that holds the products, with an account of its own that may read all. */
export async function openSecuredShop(
  server: SecureServer,
  options: Omit<ShopOptions, 'account'>,
  beside: readonly Beside[] = [],
): Promise<SecuredShop> {
  const cluster = new SecuredCluster(server);
  await cluster.admin(`/${INDEX}`, { method: 'DELETE' });
  await cluster.admin(`/${INDEX}`, { method: 'PUT', body: INDEX_BODY });
  await cluster.admin(`/${INDEX}/_bulk?refresh=true`, { raw: BULK });
  for (const { name, documents } of beside) {
    for (const [id, body] of Object.entries(documents))
      await cluster.admin(`/${name}/_doc/${id}?refresh=true`, { method: 'PUT', body });
  }
  for (const caller of CALLER_NAMES) {
    const { brand, hidden } = CALLERS[caller];
    const fields = hidden.length === 0 ? {} : { field_security: { grant: ['*'], except: hidden } };
    const others = beside.filter(({ readers }) => readers.includes(caller)).map(({ name }) => name);
    await cluster.putRole(nameOf(caller), {
      indices: [
        { names: [INDEX], privileges: ['read'], query: { term: { brand } }, ...fields },
        ...(others.length === 0 ? [] : [{ names: others, privileges: ['read'] }]),
      ],
    });
    await cluster.putUser(nameOf(caller), PASSWORD, [nameOf(caller)]);
  }
  const account = { username: 'elastic', password: server.password };
  const backend = openElasticsearch(server.url, { tls: { ca: server.ca, fingerprint: null }, account });
  await backend.refresh();
  const shop = await serveShop(backend, { ...options, account }, () => backend.close());
  return {
    shop,
    cluster,
    async close() {
      await shop.close();
      await cluster.remove([
        `/${INDEX}`,
        ...beside.map(({ name }) => `/${name}`),
        ...CALLER_NAMES.flatMap((caller) => [
          `/_security/user/${nameOf(caller)}`,
          `/_security/role/${nameOf(caller)}`,
        ]),
      ]);
    },
  };
}
