import { describe, expect, test } from '@jest/globals';
import { schema } from '../../../src/config/schema.ts';
import { affordableConnections } from '../../../src/process/open-files.ts';

describe('client connections', () => {
  const config = schema.parse({
    elasticsearch: { nodes: ['http://a:9200', 'http://b:9200'], pool: { connections: 100 } },
    server: { limits: { connections: 5000 } },
  });

  test.each([
    ['as configured where there are files enough', 10_000, 5000],
    ['as configured where there is no limit', Infinity, 5000],
    ['what the nodes and the rest leave', 1024, 1024 - 200 - 128],
    ['never none', 100, 16],
  ])('%s', (_name, openFiles, connections) => {
    expect(affordableConnections(config, openFiles)).toBe(connections);
  });
});
