import { describe, expect, test } from '@jest/globals';
import type { RulesReport } from '../../../src/admin-api/rules.ts';
import { createClusterServices, type ClusterServices } from '../../../src/process/cluster-services.ts';
import { ConfigError } from '../../../src/config/fault.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/schema.ts';
import { GatewayError } from '../../../src/errors.ts';
import { wantedModels } from '../../../src/composition/wanted-models.ts';

const config = loadConfig({ env: {}, cwd: '/' }).config;

type Answers = Readonly<Record<string, (argument: unknown) => unknown>>;

interface World {
  readonly services: ClusterServices;
  readonly replaced: number[];
  readonly reloads: string[];
  readonly ruleReloads: string[];
  readonly modelReloads: unknown[];
  readonly followed: Config[];
  next: Config | Error;
  draining: boolean;
  refuseModels: boolean;
}

/** Serving processes that answer from a table. */
function world(workers: readonly Answers[]): World {
  const callers = workers.map((answers) => ({
    call: async (method: string, argument: unknown) => {
      const answer = answers[method];
      if (answer === undefined) throw new GatewayError('internal', `no answer to ${method}`);
      return answer(argument);
    },
  }));
  const quiet = () => undefined;
  const result: World = {
    replaced: [],
    reloads: [],
    ruleReloads: [],
    modelReloads: [],
    followed: [],
    next: config,
    draining: false,
    refuseModels: false,
    services: createClusterServices({
      supervisor: {
        serving: () => callers,
        replace: (caller) => void result.replaced.push(callers.indexOf(caller as never)),
      },
      count: workers.length,
      inference: {
        reload: async (wanted) => {
          if (result.refuseModels) throw new GatewayError('config_invalid', 'mine: no such folder');
          result.modelReloads.push(wanted);
        },
        metrics: () => Promise.resolve('# TYPE a gauge\na{worker="inference"} 3\n'),
      },
      meters: {
        exposition: () => Promise.resolve('# TYPE a gauge\na{worker="0"} 0\n'),
        reload: (outcome) => void result.reloads.push(outcome),
        ruleReload: (outcome) => void result.ruleReloads.push(outcome),
      },
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      initial: config,
      load: () => {
        if (result.next instanceof Error) throw result.next;
        return { config: result.next, source: null };
      },
      onReloaded: (reloaded) => void result.followed.push(reloaded),
      ruleSource: () => null,
      isDraining: () => result.draining,
      dataPort: () => 9600,
      uptimeSeconds: () => 5,
      readRules: async () => ({ texts: [], errors: [], warnings: [] }),
    }),
  };
  return result;
}

const engine = (state: string) => ({ name: 'engine', state, detail: '' });

describe('readiness', () => {
  test('is there while one process is ready, and says how many answer', async () => {
    const { services } = world([
      { ready: () => ({ ready: false, dependencies: [engine('down')] }) },
      { ready: () => ({ ready: true, dependencies: [engine('up')] }) },
      {},
    ]);
    expect(await services.ready()).toEqual({
      ready: true,
      dependencies: [{ name: 'workers', state: 'degraded', detail: '2 of 3 answer' }, engine('up')],
    });
  });

  test('tells of each dependency the worst that any process has found, each thing once', async () => {
    const of = (name: string, state: string, detail: string) => ({ name, state, detail });
    const [models, engineUp] = [
      of('models', 'up', 'ce-xs on cpu'),
      of('engine', 'up', '1 of 1 nodes answer'),
    ];
    const answer = (ready: boolean, ...dependencies: readonly object[]) => ({
      ready: () => ({ ready, dependencies }),
    });
    const { services } = world([
      answer(true, engineUp, models, of('vectors', 'degraded', 'shop: no field v; films: no field w')),
      answer(true, engineUp, models, of('vectors', 'up', '3 indices')),
      answer(true, engineUp, models, of('vectors', 'degraded', 'news: no field v; shop: no field v')),
      answer(true, engineUp, models, of('remote reranker', 'degraded', 'it answered 500')),
      answer(false, of('engine', 'down', 'refused')),
    ]);
    expect((await services.ready()).dependencies.slice(1)).toEqual([
      engineUp,
      models,
      of('vectors', 'degraded', 'shop: no field v; films: no field w; news: no field v'),
      of('remote reranker', 'degraded', 'it answered 500'),
    ]);
  });

  test('is gone while the engine is down for all, while nobody serves, and while draining', async () => {
    const down = world([{ ready: () => ({ ready: false, dependencies: [engine('down')] }) }]);
    expect((await down.services.ready()).ready).toBe(false);
    expect(await world([{}]).services.ready()).toMatchObject({
      ready: false,
      dependencies: [{ state: 'down' }],
    });
    const draining = world([{ ready: () => ({ ready: true, dependencies: [] }) }]);
    draining.draining = true;
    expect(await draining.services.ready()).toMatchObject({
      ready: false,
      dependencies: [{ detail: 'draining' }],
    });
  });
});

test('metrics are those of all processes, family by family', async () => {
  const { services } = world([
    { metrics: () => '# TYPE a gauge\na{worker="1"} 1\n' },
    { metrics: () => '# TYPE a gauge\na{worker="2"} 2\n' },
  ]);
  expect(await services.metrics('text')).toBe(
    '# TYPE a gauge\na{worker="0"} 0\na{worker="inference"} 3\na{worker="1"} 1\na{worker="2"} 2\n',
  );
});

test('a trace is found in the process that keeps it', async () => {
  const keep = (own: string) => ({ explainById: (id: unknown) => (id === own ? { tree: { of: own } } : {}) });
  const { services } = world([keep('a'), keep('b')]);
  expect(await services.explainById('b')).toEqual({ of: 'b' });
  expect(await services.explainById('c')).toBeUndefined();
});

describe('reload', () => {
  const changed: Config = { ...config, debug: { allow: true } };

  test('reaches every process and gives the version in force', async () => {
    const seen: unknown[] = [];
    const worker: Answers = { reload: (wanted) => void seen.push(wanted) };
    const gateway = world([worker, worker]);
    gateway.next = changed;
    const result = await gateway.services.reload();
    expect(result).toEqual({ version: expect.stringMatching(/^[0-9a-f]{12}$/), restartNeeded: [] });
    expect(seen).toEqual([changed, changed]);
    expect(gateway.services.current()).toBe(changed);
    expect(gateway.reloads).toEqual(['ok']);
    expect(gateway.followed).toEqual([changed]);
  });

  test('a faulty file reaches nobody', async () => {
    const gateway = world([{ reload: () => expect(true).toBe(false) }]);
    const fault = { file: 'c.yaml', line: 1, column: 2, path: 'a', message: 'unknown key', suggestion: null };
    gateway.next = new ConfigError([fault]);
    expect(await gateway.services.reload()).toEqual({ faults: [fault] });
    expect(gateway.services.current()).toBe(config);
    expect(gateway.reloads).toEqual(['refused']);
  });

  test('what the first process cannot build is asked of no other', async () => {
    const seen: unknown[] = [];
    const gateway = world([
      { reload: () => Promise.reject(new GatewayError('config_invalid', 'segment: unknown option')) },
      { reload: (wanted) => void seen.push(wanted) },
    ]);
    gateway.next = changed;
    expect(await gateway.services.reload()).toEqual({ faults: [{ message: 'segment: unknown option' }] });
    expect(seen).toEqual([]);
    expect(gateway.services.current()).toBe(config);
  });

  const encoders = (names: readonly string[]): Config => ({
    ...config,
    models: { ...config.models, encoders: names },
  });

  test('models are loaded first; what they refuse reaches no process', async () => {
    const seen: unknown[] = [];
    const gateway = world([{ reload: () => void seen.push('worker') }]);
    gateway.refuseModels = true;
    gateway.next = encoders(['/models/mine']);
    expect(await gateway.services.reload()).toEqual({ faults: [{ message: 'mine: no such folder' }] });
    expect(seen).toEqual([]);
    expect(gateway.services.current()).toBe(config);
  });

  test('models are put back where a process cannot build the rest', async () => {
    const gateway = world([{ reload: () => Promise.reject(new Error('no memory')) }]);
    gateway.next = encoders(['/models/mine']);
    expect(await gateway.services.reload()).toHaveProperty('faults');
    expect(gateway.modelReloads).toEqual([wantedModels(gateway.next), wantedModels(config)]);
    expect(gateway.modelReloads[0]).toMatchObject({ encoders: ['/models/mine'] });
  });

  test('a process that fails alone is replaced by one with the new configuration', async () => {
    const gateway = world([
      { reload: () => undefined },
      { reload: () => Promise.reject(new Error('no memory')) },
    ]);
    gateway.next = changed;
    expect(await gateway.services.reload()).toHaveProperty('version');
    expect(gateway.replaced).toEqual([1]);
    expect(gateway.services.current()).toBe(changed);
  });

  test('says which changes wait for a restart', async () => {
    const gateway = world([{ reload: () => undefined }]);
    gateway.next = { ...config, server: { ...config.server, port: 1 }, log: { level: 'warn' } };
    expect(await gateway.services.reload()).toMatchObject({ restartNeeded: ['server', 'log'] });
  });

  test('two at once run one after the other', async () => {
    const steps: string[] = [];
    const gateway = world([
      {
        reload: async () => {
          steps.push('begin');
          await new Promise((resolve) => setTimeout(resolve, 10));
          steps.push('end');
        },
      },
    ]);
    await Promise.all([gateway.services.reload(), gateway.services.reload()]);
    expect(steps).toEqual(['begin', 'end', 'begin', 'end']);
  });
});

test('the configuration is shown without secrets', () => {
  const { services } = world([{}]);
  expect(services.config()).toEqual(config);
  expect(services.health()).toEqual({ live: true, uptimeSeconds: 5 });
});

describe('rules', () => {
  const report = (version: string, refused: RulesReport['refused'] = null): RulesReport => ({
    version,
    loadedAt: '2026-01-01T00:00:00Z',
    files: [],
    errors: [],
    warnings: [],
    refused,
    fired: [],
  });

  test('are read again by every process; a change is counted once, nothing new not at all', async () => {
    let version = 'a';
    const reread: number[] = [];
    const worker = (number: number): Answers => ({
      rules: () => report(version),
      readRules: () => {
        reread.push(number);
        return 'b';
      },
      takeRules: () => report('b'),
    });
    const gateway = world([worker(1), worker(2)]);
    await gateway.services.reloadRules();
    expect(reread).toEqual([1, 2]);
    expect(gateway.ruleReloads).toEqual(['ok']);
    version = 'b';
    await gateway.services.reloadRules();
    expect(gateway.ruleReloads).toEqual(['ok']);
    expect(await gateway.services.rules()).toEqual({ ...report('b'), source: null });
  });

  test('are taken by all processes only when all have read the same', async () => {
    const steps: string[] = [];
    const worker = (name: string, ms: readonly number[], versions: readonly string[]): Answers => {
      let turn = -1;
      return {
        rules: () => report('old'),
        readRules: async () => {
          turn += 1;
          await new Promise((resolve) => setTimeout(resolve, ms[turn]));
          steps.push(`${name} has read ${versions[turn]}`);
          return versions[turn];
        },
        takeRules: () => {
          steps.push(`${name} takes ${versions[turn]}`);
          return report(versions[turn]!);
        },
      };
    };
    const gateway = world([worker('one', [0, 60], ['b', 'c']), worker('two', [30, 0], ['c', 'c'])]);
    await gateway.services.reloadRules();
    expect(steps).toEqual([
      'one has read b',
      'two has read c',
      'two has read c',
      'one has read c',
      'one takes c',
      'two takes c',
    ]);
    expect(gateway.ruleReloads).toEqual(['ok']);
  });

  test('that one process cannot read are taken by the others, and it is replaced', async () => {
    const readRules = () => Promise.reject(new Error('no memory'));
    const gateway = world([
      { rules: () => report('a'), readRules: () => 'b', takeRules: () => report('b') },
      { rules: () => report('a'), readRules },
    ]);
    await gateway.services.reloadRules();
    expect(gateway.replaced).toEqual([1]);
    expect(gateway.ruleReloads).toEqual(['ok']);
    const unable = world([{ rules: () => report('a'), readRules }]);
    await unable.services.reloadRules();
    expect([unable.replaced, unable.ruleReloads]).toEqual([[], ['refused']]);
  });

  test('that are faulty are counted as refused', async () => {
    const refused = { at: '2026-01-01T00:00:00Z', errors: [{ file: 'a.rules.txt', line: 2, message: 'x' }] };
    const gateway = world([
      { rules: () => report('a'), readRules: () => 'b', takeRules: () => report('a', refused) },
    ]);
    await gateway.services.reloadRules();
    expect(gateway.ruleReloads).toEqual(['refused']);
  });

  test('a process that cannot read them is no reason to fail', async () => {
    const gateway = world([{ rules: () => report('a') }]);
    await gateway.services.reloadRules();
    expect(gateway.ruleReloads).toEqual(['refused']);
  });

  test('are checked by a process', async () => {
    const gateway = world([{ checkRules: (asked) => ({ errors: [asked], warnings: [] }) }]);
    const asked = { file: 'a.rules.txt', text: 'x' };
    expect(await gateway.services.checkRules(asked)).toEqual({ errors: [asked], warnings: [] });
  });
});
