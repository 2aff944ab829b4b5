import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LoadLevel, LOADS, type LoadSignals } from '../../../src/admission/load-level.ts';
import { LoadMonitor } from '../../../src/admission/load-monitor.ts';
import { FakeTime } from './fake-time.ts';

const CALM: LoadSignals = { lagMs: 0, use: 0, wait: 0, starved: 0, engineMs: 0, perSecond: 0 };

function levelAt(highest: (typeof LOADS)[number] = 'saturated'): { time: FakeTime; level: LoadLevel } {
  const time = new FakeTime();
  return { time, level: new LoadLevel({ lagMs: 20, engineMs: 10, highest }, time) };
}

describe('a load level', () => {
  test.each([
    [{ lagMs: 19 }, 'calm'],
    [{ lagMs: 20 }, 'busy'],
    [{ lagMs: 60 }, 'overloaded'],
    [{ lagMs: 160 }, 'saturated'],
    [{ use: 0.49 }, 'calm'],
    [{ use: 0.5 }, 'busy'],
    [{ use: 0.8 }, 'overloaded'],
    [{ use: 1 }, 'overloaded'],
    [{ use: 1, wait: 0.5 }, 'saturated'],
    [{ starved: 0.24 }, 'calm'],
    [{ starved: 0.25 }, 'busy'],
    [{ starved: 1 }, 'busy'],
    [{ engineMs: 9 }, 'calm'],
    [{ engineMs: 1000 }, 'busy'],
  ] as const)('%j is %s', (signals, load) => {
    expect(levelAt().level.update({ ...CALM, ...signals })).toBe(load);
  });

  test('leaves out no more than it may', () => {
    const { level } = levelAt('busy');
    expect(level.update({ ...CALM, use: 1, wait: 1, lagMs: 1000 })).toBe('busy');
  });

  /** As a model that is asked too much: starved whenever it is asked at all. */
  function calmAt({ level, time }: ReturnType<typeof levelAt>, perSecond: number, ms: number): number[] {
    const times: number[] = [];
    let load = level.update({ ...CALM, starved: 1, perSecond });
    for (let at = 0; at < ms; at += 100) {
      time.pass(100);
      load = level.update({ ...CALM, starved: load === 'calm' ? 1 : 0, perSecond });
      if (load === 'calm') times.push(time.now());
    }
    return times;
  }

  test('falls a step at a time, each after a while in which fewer came', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, wait: 1, perSecond: 100 });
    const fallen = Array.from({ length: 4 }, () => {
      time.pass(2000);
      return level.update({ ...CALM, perSecond: 70 });
    });
    expect(fallen).toEqual(['overloaded', 'busy', 'calm', 'calm']);
  });

  test('has fallen when nobody asked for long', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, wait: 1, perSecond: 100 });
    time.pass(5000);
    expect(level.update(CALM)).toBe('busy');
    time.pass(60_000);
    expect(level.update(CALM)).toBe('calm');
  });

  test('falls no deeper than signals say', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, wait: 1, perSecond: 100 });
    for (let second = 0; second < 60; second += 1) {
      time.pass(1000);
      level.update({ ...CALM, use: 0.6 });
    }
    expect(level.update(CALM)).toBe('busy');
  });

  test('a load that stays is let in at longer and longer intervals, at most a minute apart', () => {
    const times = calmAt(levelAt(), 100, 300_000);
    const pauses = [0, ...times].slice(1).map((at, index) => Math.round((at - [0, ...times][index]!) / 1000));
    expect(pauses.slice(0, 5)).toEqual([10, 40, 60, 60, 60]);
  });

  test('a load that falls is let in soon, however often it was not before', () => {
    const world = levelAt();
    calmAt(world, 100, 200_000);
    world.time.pass(2000);
    expect(world.level.update({ ...CALM, perSecond: 50 })).toBe('calm');
  });

  test('counts as reached with what comes soon after, since a mean follows a leap slowly', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, starved: 1, perSecond: 10 });
    time.pass(1500);
    level.update({ ...CALM, perSecond: 100 });
    time.pass(1000);
    expect(level.update({ ...CALM, perSecond: 80 })).toBe('busy');
    expect(level.update({ ...CALM, perSecond: 70 })).toBe('calm');
  });

  test('rises a step at a time while the engine’s queue stands, and gives it time to go down', () => {
    const { time, level } = levelAt();
    const standing = { ...CALM, engineMs: 500, perSecond: 100 };
    const loads = Array.from({ length: 8 }, () => {
      const load = level.update(standing);
      time.pass(100);
      return load;
    });
    expect(loads).toEqual([
      'busy',
      'busy',
      'overloaded',
      'overloaded',
      'saturated',
      'saturated',
      'saturated',
      'saturated',
    ]);
  });

  test('on trial, half a queue is enough to rise again', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, engineMs: 10, perSecond: 100 });
    time.pass(10_000);
    expect(level.update({ ...CALM, perSecond: 100 })).toBe('calm');
    time.pass(100);
    expect(level.update({ ...CALM, engineMs: 5, perSecond: 100 })).toBe('busy');
  });

  test('half a queue is no reason to rise, nor to fall', () => {
    const { time, level } = levelAt();
    level.update({ ...CALM, engineMs: 10 });
    for (let second = 0; second < 100; second += 1) {
      time.pass(1000);
      expect(level.update({ ...CALM, engineMs: 5 })).toBe('busy');
    }
  });

  test('after a long calm the next spike costs little again', () => {
    const world = levelAt();
    calmAt(world, 100, 200_000);
    for (let second = 0; second < 300; second += 1) {
      world.time.pass(1000);
      world.level.update(CALM);
    }
    expect(calmAt(world, 100, 60_000)[0]! - world.time.now() + 60_000).toBe(10_000);
  });

  test('more load never means a lower level', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const signals = fc.record({
      lagMs: fc.double({ min: 0, max: 500, noNaN: true }),
      use: share,
      wait: share,
      starved: share,
      engineMs: fc.double({ min: 0, max: 100, noNaN: true }),
      perSecond: fc.double({ min: 0, max: 1000, noNaN: true }),
    });
    fc.assert(
      fc.property(
        signals,
        fc.constantFrom('lagMs', 'use', 'wait', 'starved', 'engineMs'),
        share,
        (some, name, more) => {
          const of = (measured: LoadSignals): number => LOADS.indexOf(levelAt().level.update(measured));
          expect(of({ ...some, [name]: some[name] + more })).toBeGreaterThanOrEqual(of(some));
        },
      ),
    );
  });
});

describe('a load monitor', () => {
  test('is busy when models have no time for a share of the questions, and forgets that while they rest', () => {
    const { time, level } = levelAt();
    const gate = { inFlight: 1, most: 10, waitedMs: 0, perSecond: 0 };
    const monitor = new LoadMonitor({ level, gate, queueMs: 1000, lagMs: () => 0, clock: time });
    for (let question = 0; question < 7; question += 1) monitor.asked(1);
    expect(monitor.load).toBe('calm');
    monitor.asked(1);
    expect(monitor.load).toBe('busy');
    time.pass(10_000);
    expect(monitor.load).toBe('calm');
    for (let question = 0; question < 100; question += 1) monitor.asked(question % 10 === 0 ? 1 : 0);
    expect(monitor.load).toBe('calm');
  });

  test('sees how long the engine’s answers wait, and begins anew with each level', () => {
    const { time, level } = levelAt();
    const gate = { inFlight: 9, most: 100, waitedMs: 0, perSecond: 100 };
    const monitor = new LoadMonitor({ level, gate, queueMs: 1000, lagMs: () => 0, clock: time });
    const ask = (ms: number, tookMs: number | null): void => {
      const answered = monitor.asksEngine();
      time.pass(ms);
      answered(tookMs);
    };
    for (let answer = 0; answer < 20; answer += 1) ask(42, 40);
    expect(monitor.load).toBe('calm');
    for (let answer = 0; answer < 20; answer += 1) ask(80, null);
    expect(monitor.load).toBe('calm');
    const late = monitor.asksEngine();
    for (let answer = 0; answer < 20; answer += 1) ask(80, 40);
    expect(monitor.load).toBe('busy');
    late(0);
    time.pass(200);
    for (let answer = 0; answer < 20; answer += 1) ask(44, 40);
    expect(monitor.load).toBe('busy');
  });

  test('sees the gate', () => {
    const { time, level } = levelAt();
    const gate = { inFlight: 10, most: 10, waitedMs: 600, perSecond: 0 };
    const monitor = new LoadMonitor({ level, gate, queueMs: 1000, lagMs: () => 0, clock: time });
    expect(monitor.load).toBe('saturated');
  });
});
