import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type Ask, ask, basic, type RawReply, SecuredCluster } from '../support/secured-cluster.ts';
import { describeWithSecurity } from '../support/servers.ts';

jest.setTimeout(120_000);

const INDEX = 'security-docs';
const APPLIED = /^applied; version="[^"]+"$/;
/** Found nowhere but in the requests that carry it and in the server's own store. */
const PASSWORDS = {
  alice: 'canary-alice-4Q7z',
  bob: 'canary-bob-8Kx2',
  service: 'canary-service-1Wp5',
  gateway: 'canary-gateway-6Jd9',
  wrong: 'canary-wrong-3Hn0',
} as const;
const NAMES = { alice: 'sec-alice', bob: 'sec-bob', service: 'sec-service', gateway: 'sec-gateway' } as const;
const AS = {
  alice: basic(NAMES.alice, PASSWORDS.alice),
  bob: basic(NAMES.bob, PASSWORDS.bob),
  service: basic(NAMES.service, PASSWORDS.service),
};
const HIDDEN = 'zirconium';
const OWNERS = ['alice', 'bob'] as const;
const DOCUMENTS = Array.from({ length: 40 }, (_, at) => ({
  title: `苹果手机壳 running shoes ${at}`,
  owner: OWNERS[at % 2]!,
  secret: `${HIDDEN} margin ${at}`,
}));
const QUERY = { query: { match: { title: '手机壳 running' } }, size: 100 };

interface Found {
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly {
      readonly _id: string;
      readonly _source: Readonly<Record<string, unknown>>;
      readonly highlight?: unknown;
      readonly fields?: unknown;
    }[];
  };
}

describeWithSecurity('a secured cluster behind the gateway', (server) => {
  const cluster = new SecuredCluster(server);
  const tls = server.caFile === null ? '' : `\n  tls: { caFile: '${server.caFile}' }`;
  // Sixty searches at once, each with a password that is new to the cluster, are a load to a busy machine.
  const config = `
log: { level: debug }
server: { overload: { atMost: calm } }
elasticsearch:${tls}
  discovery: { intervalMs: 500 }
  account: { username: '\${SEC_GATEWAY_USER}', password: '\${SEC_GATEWAY_PASSWORD}' }
debug: { allow: true }
`;
  let gateway: GatewayProcess;
  const through = (path: string, options: Ask = {}): Promise<RawReply> =>
    ask(`${gateway.url}${path}`, options);
  const search = (headers: Readonly<Record<string, string>>, body: unknown = QUERY): Promise<RawReply> =>
    through(`/${INDEX}/_search`, { body, headers });

  beforeAll(async () => {
    await cluster.admin(`/${INDEX}`, { method: 'DELETE' });
    await cluster.admin(`/${INDEX}`, {
      method: 'PUT',
      body: {
        settings: { number_of_shards: 1, number_of_replicas: 0 },
        mappings: {
          properties: {
            title: { type: 'text', analyzer: 'cjk' },
            owner: { type: 'keyword' },
            secret: { type: 'text' },
          },
        },
      },
    });
    const lines = DOCUMENTS.flatMap((document, at) => [{ index: { _id: `d${at}` } }, document]);
    await cluster.admin(`/${INDEX}/_bulk?refresh=true`, {
      raw: `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
    });
    const own = (owner: string, security: Record<string, unknown> = {}): unknown => ({
      cluster: ['manage_own_api_key'],
      indices: [{ names: [INDEX], privileges: ['read'], query: { term: { owner } }, ...security }],
    });
    await cluster.putRole('sec-alice', own('alice'));
    await cluster.putRole('sec-bob', own('bob', { field_security: { grant: ['*'], except: ['secret'] } }));
    await cluster.putRole('sec-service', { run_as: [NAMES.alice] });
    await cluster.putUser(NAMES.alice, PASSWORDS.alice, ['sec-alice']);
    await cluster.putUser(NAMES.bob, PASSWORDS.bob, ['sec-bob']);
    await cluster.putUser(NAMES.service, PASSWORDS.service, ['sec-service']);
    // Far more than discovery needs: were it ever used for a caller, it would open everything.
    await cluster.putUser(NAMES.gateway, PASSWORDS.gateway, ['superuser']);
    gateway = await startGateway({
      elasticsearchUrl: server.url,
      config,
      env: { SEC_GATEWAY_USER: NAMES.gateway, SEC_GATEWAY_PASSWORD: PASSWORDS.gateway },
    });
  });
  afterAll(async () => {
    await gateway?.stop();
    await cluster.remove([
      `/${INDEX}`,
      ...Object.values(NAMES).map((name) => `/_security/user/${name}`),
      ...['sec-alice', 'sec-bob', 'sec-service'].map((name) => `/_security/role/${name}`),
    ]);
  });

  const idsOf = (reply: RawReply): readonly string[] =>
    reply
      .json<Found>()
      .hits.hits.map(({ _id }) => _id)
      .sort();
  const ownersOf = (reply: RawReply): ReadonlySet<unknown> =>
    new Set(reply.json<Found>().hits.hits.map(({ _source }) => _source['owner']));

  describe('two users with different rights', () => {
    test.each(OWNERS)(
      '%s sees the own documents, improved, and the same as without the gateway',
      async (user) => {
        const reply = await search(AS[user]);
        expect(reply.header('relevance-status')).toMatch(APPLIED);
        expect(ownersOf(reply)).toEqual(new Set([user]));
        expect(reply.json<Found>().hits.total.value).toBe(DOCUMENTS.length / 2);
        const direct = await cluster.direct(`/${INDEX}/_search`, { body: QUERY, headers: AS[user] });
        expect(idsOf(reply)).toEqual(idsOf(direct));
      },
    );

    test('are never mixed up, however their searches interleave', async () => {
      const asked = Array.from({ length: 60 }, (_, at) => OWNERS[at % 2]!);
      const replies = await Promise.all(asked.map((user) => search(AS[user])));
      replies.forEach((reply, at) => {
        expect([reply.status, reply.header('relevance-status')]).toEqual([
          200,
          expect.stringMatching(APPLIED),
        ]);
        expect([...ownersOf(reply)]).toEqual([asked[at]]);
      });
    });

    test.each(OWNERS)('%s gets the own documents from _msearch', async (user) => {
      const reply = await through('/_msearch', {
        raw: `{"index":"${INDEX}"}\n${JSON.stringify(QUERY)}\n{"index":"${INDEX}"}\n${JSON.stringify({ ...QUERY, size: 3 })}\n`,
        headers: AS[user],
      });
      expect(reply.header('relevance-status')).toMatch(/^applied; .*, applied; /);
      const { responses } = reply.json<{ responses: Found[] }>();
      expect(responses.map(({ hits }) => hits.hits.length)).toEqual([DOCUMENTS.length / 2, 3]);
      for (const { hits } of responses) {
        expect(hits.hits.map(({ _source }) => _source['owner'])).toEqual(hits.hits.map(() => user));
      }
    });
  });

  describe('a field that a user may not see', () => {
    const probing = {
      query: { multi_match: { query: `手机壳 ${HIDDEN}`, fields: ['title', 'secret'] } },
      size: 100,
      fields: ['*'],
      highlight: { fields: { '*': {} }, require_field_match: false },
    };

    test('is in no hit, field or highlight of theirs, and in those of others', async () => {
      const [alice, bob] = [await search(AS.alice, probing), await search(AS.bob, probing)];
      for (const reply of [alice, bob]) expect(reply.header('relevance-status')).toMatch(APPLIED);
      expect(alice.text).toContain(`<em>${HIDDEN}</em>`);
      expect(bob.json<Found>().hits.hits).toHaveLength(DOCUMENTS.length / 2);
      expect(bob.text).toContain('"highlight":{"title"');
      expect(bob.text).not.toContain(HIDDEN);
      expect(bob.text).not.toContain('secret');
    });

    test('finds them nothing', async () => {
      const body = { query: { match: { secret: HIDDEN } } };
      const [alice, bob] = [await search(AS.alice, body), await search(AS.bob, body)];
      expect(alice.json<Found>().hits.total.value).toBe(DOCUMENTS.length / 2);
      expect(bob.json<Found>().hits.total.value).toBe(0);
    });

    test('is not in what the admin port explains with their credentials', async () => {
      const explain = (headers: Readonly<Record<string, string>>): Promise<RawReply> =>
        ask(`${gateway.adminUrl}/api/explain`, { body: { index: INDEX, body: QUERY }, headers });
      const [alice, bob] = [await explain(AS.alice), await explain(AS.bob)];
      expect([alice.status, bob.status]).toEqual([200, 200]);
      expect(alice.text).toContain(HIDDEN);
      expect(bob.text).toContain('"owner":"bob"');
      expect(bob.text).not.toMatch(new RegExp(`${HIDDEN}|"owner":"alice"`));
    });
  });

  describe('who asks on behalf of another', () => {
    const runAs = (user: string): Record<string, string> => ({
      ...AS.service,
      'es-security-runas-user': user,
    });

    test('sees what the other sees', async () => {
      const reply = await search(runAs(NAMES.alice));
      expect(reply.header('relevance-status')).toMatch(APPLIED);
      expect([...ownersOf(reply)]).toEqual(['alice']);
      const who = await through('/_security/_authenticate', { headers: runAs(NAMES.alice) });
      expect(who.json()['username']).toBe(NAMES.alice);
    });

    test.each([
      ['as somebody they may not be', runAs(NAMES.bob)],
      ['as nobody else', AS.service],
    ])('%s is refused as without the gateway', async (_name, headers) => {
      const direct = await cluster.direct(`/${INDEX}/_search`, { body: QUERY, headers });
      const reply = await search(headers);
      expect(direct.status).toBe(403);
      expect([reply.status, reply.text]).toEqual([direct.status, direct.text]);
    });
  });

  describe('callers without valid credentials', () => {
    const authenticateLines = ({ rawHeaders }: RawReply): readonly (readonly string[])[] =>
      rawHeaders.flatMap((name, at) =>
        at % 2 === 0 && name.toLowerCase() === 'www-authenticate' ? [[name, rawHeaders[at + 1]!]] : [],
      );
    const WHO: readonly (readonly [string, Record<string, string>])[] = [
      ['nobody', {}],
      ['a wrong password', basic(NAMES.alice, PASSWORDS.wrong)],
      ['an unknown user', basic('sec-nobody', PASSWORDS.wrong)],
      ['a made-up API key', { authorization: `ApiKey ${Buffer.from('id:key').toString('base64')}` }],
      ['a scheme of another world', { authorization: 'Negotiate YIIC' }],
    ];
    const WHAT: readonly (readonly [string, string, Ask])[] = [
      ['an improved search', `/${INDEX}/_search`, { body: QUERY }],
      ['a search that passes', `/${INDEX}/_search`, { body: { ...QUERY, sort: ['owner'] } }],
      ['a search by q=', `/${INDEX}/_search?q=title:running`, {}],
      ['_msearch', '/_msearch', { raw: `{"index":"${INDEX}"}\n${JSON.stringify(QUERY)}\n` }],
      ['a count', `/${INDEX}/_count`, {}],
      ['the root', '/', {}],
      ['sniffing', '/_nodes/http', {}],
    ];
    const cases = WHO.flatMap(([who, headers]) =>
      WHAT.map(([what, path, options]) => [who, what, path, { ...options, headers }] as const),
    );
    test.each(cases)('%s: %s gets the 401 of Elasticsearch', async (_who, _what, path, options) => {
      const direct = await cluster.direct(path, options);
      const reply = await through(path, options);
      expect(direct.status).toBe(401);
      expect([reply.status, reply.text]).toEqual([401, direct.text]);
      expect(authenticateLines(reply)).toEqual(authenticateLines(direct));
      expect(authenticateLines(reply).length).toBeGreaterThanOrEqual(2);
    });

    test('get nothing from the admin port by the gateway’s own account', async () => {
      const reply = await ask(`${gateway.adminUrl}/api/explain`, { body: { index: INDEX, body: QUERY } });
      expect(reply.text).not.toMatch(/"_?source":\{|"owner"/);
      expect(reply.text).not.toContain(HIDDEN);
    });

    test('learn by HEAD as little', async () => {
      const path = `/${INDEX}/_search`;
      const [direct, reply] = [
        await cluster.direct(path, { method: 'HEAD' }),
        await through(path, { method: 'HEAD' }),
      ];
      expect([reply.status, reply.text]).toEqual([direct.status, '']);
      expect(reply.status).toBe(401);
    });
  });

  test('an API key works until it is revoked, and not a moment longer', async () => {
    const made = await through('/_security/api_key', { body: { name: 'sec-key' }, headers: AS.alice });
    const { id, encoded } = made.json<{ id: string; encoded: string }>();
    const headers = { authorization: `ApiKey ${encoded}` };
    const before = await search(headers);
    expect(before.header('relevance-status')).toMatch(APPLIED);
    expect([...ownersOf(before)]).toEqual(['alice']);
    const revoked = await through('/_security/api_key', {
      method: 'DELETE',
      body: { ids: [id], owner: true },
      headers: AS.alice,
    });
    expect(revoked.json()['invalidated_api_keys']).toEqual([id]);
    const after = await search(headers);
    const direct = await cluster.direct(`/${INDEX}/_search`, { body: QUERY, headers });
    expect([after.status, after.text]).toEqual([401, direct.text]);
    await expectSilence([encoded, Buffer.from(encoded, 'base64').toString().split(':')[1]!]);
  });

  test('a changed password counts at once', async () => {
    const headers = basic('sec-changing', PASSWORDS.wrong);
    await cluster.putUser('sec-changing', PASSWORDS.wrong, ['sec-alice']);
    try {
      expect((await search(headers)).header('relevance-status')).toMatch(APPLIED);
      await cluster.putUser('sec-changing', `${PASSWORDS.wrong}-new`, ['sec-alice']);
      expect((await search(headers)).status).toBe(401);
    } finally {
      await cluster.remove(['/_security/user/sec-changing']);
    }
  });

  /** None of these is in anything that the gateway says of itself. */
  async function expectSilence(secrets: readonly string[]): Promise<void> {
    const told = [gateway.output()];
    for (const path of ['/metrics', '/api/config', '/readyz', '/healthz']) {
      const reply = await ask(`${gateway.adminUrl}${path}`);
      expect([path, reply.status]).toEqual([path, 200]);
      told.push(reply.text);
    }
    const explained = await ask(`${gateway.adminUrl}/api/explain`, {
      body: { index: INDEX, body: QUERY },
      headers: AS.alice,
    });
    expect(explained.text).toContain('"outcome":"applied"');
    told.push(explained.text);
    const debug = await search({ ...AS.alice, 'relevance-debug': 'explain' });
    expect(debug.header('relevance-status')).toMatch(APPLIED);
    told.push(debug.text, debug.rawHeaders.join('\n'));
    const leaks = secrets.filter((secret) => told.some((text) => text.includes(secret)));
    expect(leaks).toEqual([]);
  }

  test('no password is in a log line, a metric, the configuration, readiness or an explanation', async () => {
    // Ways to end that log more than a search that went well.
    await through(`/${INDEX}/_search`, { raw: '{"query":', headers: AS.alice });
    await through(`/${INDEX}/_search`, { body: { query: { none: {} } }, headers: AS.bob });
    await through('/%zz', { headers: AS.service });
    await ask(`${gateway.adminUrl}/api/reload`, { body: {}, headers: AS.alice });
    const leaving = new AbortController();
    const left = through(`/${INDEX}/_search`, { body: QUERY, headers: AS.bob, signal: leaving.signal });
    setImmediate(() => leaving.abort());
    await left.catch(() => undefined);
    expect(gateway.output()).not.toBe('');
    const secrets = Object.values(PASSWORDS);
    const pairs = Object.keys(NAMES).map((who) => {
      const [name, password] = [NAMES[who as keyof typeof NAMES], PASSWORDS[who as keyof typeof NAMES]];
      return basic(name, password)['authorization']!.split(' ')[1]!;
    });
    await expectSilence([...secrets, ...pairs]);
  });

  (server.ca === null ? describe.skip : describe)('TLS', () => {
    const fingerprint = server.ca === null ? '' : new X509Certificate(server.ca).fingerprint256;
    const wrong = fingerprint.replace(/^../, (byte) => (byte === '00' ? '01' : '00'));

    const served = async (tlsConfig: string): Promise<RawReply> => {
      // Readiness cannot be waited for where there is none.
      const other = await startGateway({
        elasticsearchUrl: server.url,
        config: `elasticsearch: ${tlsConfig}\n`,
        untilReady: false,
      });
      try {
        return await ask(`${other.url}/${INDEX}/_search`, { body: QUERY, headers: AS.alice });
      } finally {
        await other.stop();
      }
    };

    test('knows the cluster by its fingerprint', async () => {
      const reply = await served(`{ tls: { fingerprint: '${fingerprint}' } }`);
      expect([reply.status, [...ownersOf(reply)]]).toEqual([200, ['alice']]);
    });

    test.each([
      ['that nobody vouches for', '{}'],
      ['with another fingerprint', `{ tls: { fingerprint: '${wrong}' } }`],
    ])('sends nothing to a server %s', async (_name, tlsConfig) => {
      const reply = await served(tlsConfig);
      expect(reply.status).toBeGreaterThanOrEqual(502);
      expect(reply.status).toBeLessThanOrEqual(503);
      expect(reply.json()).toMatchObject({ status: reply.status, error: { type: expect.any(String) } });
    });
  });
});
