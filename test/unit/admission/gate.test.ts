import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Gate, type GateLimits } from '../../../src/admission/gate.ts';
import { fixedLimit } from '../../../src/admission/gradient-limit.ts';
import { FakeTime } from './fake-time.ts';

const OPEN: GateLimits = {
  inFlight: fixedLimit(2),
  queue: 2,
  queueMs: 100,
  rate: null,
  caller: { inFlight: null, rate: null },
};

/** A gate with what happened at it, in order. */
class Door {
  readonly time = new FakeTime();
  readonly gate: Gate;
  readonly seen: string[] = [];
  readonly #leave = new Map<string, () => void>();

  constructor(limits: Partial<GateLimits> = {}) {
    this.gate = new Gate({ ...OPEN, ...limits }, this.time);
  }

  come(name: string, caller = 'anybody'): void {
    const leave = this.gate.enter({
      caller: () => caller,
      start: () => this.seen.push(`${name} starts`),
      refuse: ({ reason, retryAfterMs }) => this.seen.push(`${name} ${reason} ${retryAfterMs}`),
    });
    this.#leave.set(name, leave);
  }

  leave(name: string): void {
    this.#leave.get(name)?.();
    this.#leave.delete(name);
  }
}

describe('a gate', () => {
  test('lets in so many, keeps the next in order, refuses the rest', () => {
    const door = new Door();
    for (const name of ['a', 'b', 'c', 'd', 'e']) door.come(name);
    expect(door.seen).toEqual(['a starts', 'b starts', 'e queue_full 1000']);
    door.leave('e');
    door.leave('b');
    door.leave('a');
    expect(door.seen.slice(3)).toEqual(['c starts', 'd starts']);
    expect([door.gate.inFlight, door.gate.waiting]).toEqual([2, 0]);
  });

  test('refuses what has waited too long, and gives its place to nobody', () => {
    const door = new Door();
    for (const name of ['a', 'b', 'c']) door.come(name);
    door.time.pass(60);
    door.come('d');
    door.time.pass(40);
    expect(door.seen.slice(2)).toEqual(['c queue_late 1000']);
    door.leave('c');
    expect([door.gate.inFlight, door.gate.waiting]).toEqual([2, 1]);
    door.time.pass(60);
    expect(door.seen.slice(3)).toEqual(['d queue_late 1000']);
  });

  test('whoever goes while waiting makes room', () => {
    const door = new Door();
    for (const name of ['a', 'b', 'c', 'd']) door.come(name);
    door.leave('c');
    door.come('e');
    door.leave('a');
    door.leave('b');
    expect(door.seen).toEqual(['a starts', 'b starts', 'd starts', 'e starts']);
  });

  test('nobody overtakes those who wait', () => {
    let most = 1;
    const limit = {
      get most() {
        return most;
      },
      took: () => undefined,
      dropped: () => undefined,
    };
    const door = new Door({ inFlight: limit });
    door.come('a');
    door.come('b');
    most = 3;
    door.come('c');
    door.leave('a');
    expect(door.seen).toEqual(['a starts', 'b starts', 'c starts']);
  });

  test('one caller cannot take all places', () => {
    const door = new Door({ inFlight: fixedLimit(10), caller: { inFlight: 2, rate: null } });
    for (const name of ['a', 'b', 'c']) door.come(name, 'greedy');
    door.come('d', 'modest');
    expect(door.seen).toEqual(['a starts', 'b starts', 'c caller_in_flight 1000', 'd starts']);
    door.leave('c');
    door.come('e', 'greedy');
    door.leave('a');
    door.come('f', 'greedy');
    expect(door.seen.slice(4)).toEqual(['e caller_in_flight 1000', 'f starts']);
  });

  test('rates say when to come again; a caller over their own rate takes nothing of the common one', () => {
    const door = new Door({
      inFlight: fixedLimit(10),
      rate: { perSecond: 1, burst: 3 },
      caller: { inFlight: null, rate: { perSecond: 2, burst: 1 } },
    });
    for (const name of ['a', 'b', 'c', 'd']) door.come(name, 'greedy');
    door.come('e', 'second');
    door.come('f', 'third');
    door.come('g', 'fourth');
    expect(door.seen).toEqual([
      'a starts',
      'b caller_rate 500',
      'c caller_rate 500',
      'd caller_rate 500',
      'e starts',
      'f starts',
      'g rate 1000',
    ]);
  });

  test('callers are not asked who they are where that does not matter', () => {
    const door = new Door();
    const enter = (): unknown =>
      door.gate.enter({
        caller: () => {
          throw new Error('asked');
        },
        start: () => undefined,
        refuse: () => undefined,
      });
    expect(enter).not.toThrow();
  });

  test('whatever comes and goes, no more are in than may be, and everybody is started, refused or still waits', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'come' as const, by: 0 }),
      fc.record({ kind: fc.constant('leave' as const), by: fc.nat(20) }),
      fc.record({ kind: fc.constant('pass' as const), by: fc.nat(120) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const door = new Door({ caller: { inFlight: 3, rate: null } });
        const there: string[] = [];
        let came = 0;
        for (const { kind, by } of steps) {
          if (kind === 'come') {
            const name = String((came += 1));
            there.push(name);
            door.come(name, `caller ${came % 2}`);
          } else if (kind === 'pass') door.time.pass(by);
          else if (there.length > 0) door.leave(there.splice(by % there.length, 1)[0]!);
          expect(door.gate.inFlight).toBeLessThanOrEqual(2);
          expect(door.gate.inFlight).toBeGreaterThanOrEqual(0);
          expect(door.gate.waiting).toBeLessThanOrEqual(2);
          expect(door.gate.waiting === 0 || door.gate.inFlight === 2).toBe(true);
        }
        for (const name of there) door.leave(name);
        expect([door.gate.inFlight, door.gate.waiting]).toEqual([0, 0]);
        const names = door.seen.map((line) => line.split(' ')[0]);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});
