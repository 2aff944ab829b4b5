import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { describeBehind, gatewayOptions } from './engines.ts';
import { pythonWithClient } from '../support/python-environment.ts';

jest.setTimeout(120_000);

const VERSIONS = [
  { major: 8, version: '8.19.3' },
  { major: 9, version: '9.2.1' },
];
const DOCUMENTS = 106;

const environments = VERSIONS.map((wanted) => ({ ...wanted, ...pythonWithClient(wanted.version) }));
const missing = environments.flatMap((found) => ('missing' in found ? [found.missing] : []));

if (missing.length > 0) {
  if (process.env['CI'] === 'true') {
    test('the Python client can be installed', () => {
      throw new Error(missing.join('\n'));
    });
  } else {
    process.stderr.write(`Tests of the Python client are left out:\n${missing.join('\n')}\n`);
    describe.skip('the official Python client', () => {
      test('needs python3 with venv, and PyPI once', () => {});
    });
  }
} else {
  describeBehind('the official Python client', (behind) => {
    let gateway: GatewayProcess;
    beforeAll(async () => {
      gateway = await startGateway(gatewayOptions(behind));
    });
    afterAll(async () => {
      await gateway?.stop();
    });

    for (const { major, version, python } of environments.filter((found) => 'python' in found)) {
      // A server does not understand the clients of the next major.
      if (major === 9 && behind.major === 8 && behind.url !== null) continue;
      test(`version ${version} sniffs, loads, searches, scans and pages`, async () => {
        const { stdout } = await promisify(execFile)(python, [
          'test/clients/python_client.py',
          gateway.url,
          `clients-python${major}`,
        ]);
        const dearestFirst = Array.from({ length: DOCUMENTS }, (_, at) => `p${DOCUMENTS - 1 - at}`);
        expect(JSON.parse(stdout)).toEqual({
          version,
          nodes: [gateway.url],
          ping: true,
          major: String(behind.major),
          bulk: [DOCUMENTS, []],
          exists: [true, false],
          search: { status: expect.stringMatching(/^applied; version="[^"]+"$/), first: 'p3' },
          boots: { status: expect.stringMatching(/^applied; version="[^"]+"$/), first: 'p2' },
          count: DOCUMENTS,
          scanned: true,
          pages: [dearestFirst.slice(0, 40), dearestFirst.slice(40, 80), dearestFirst.slice(80)],
          msearch: [200, 200],
          errors: [
            ['NotFoundError', 404, null],
            ['ConflictError', 409, 'version_conflict_engine_exception'],
            ['BadRequestError', 400, 'parsing_exception'],
            ['NotFoundError', 404, 'index_not_found_exception'],
          ],
          deleted: 'deleted',
        });
      });
    }
  });
}
