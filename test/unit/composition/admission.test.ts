import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { createSearchAdmission, type SearchAdmission } from '../../../src/composition/admission.ts';
import { schema } from '../../../src/config/schema.ts';
import { FakeTime } from '../admission/fake-time.ts';

type Server = z.input<typeof schema>['server'];

function admissionOf(server: Server, lagMs = 0): SearchAdmission {
  return createSearchAdmission(schema.parse({ server }), { time: new FakeTime(), lagMs: () => lagMs });
}

/** What comes of so many searches of one caller, none of which ends. */
function come({ gate }: SearchAdmission, searches: number): readonly string[] {
  const ends: string[] = [];
  for (let search = 0; search < searches; search += 1) {
    gate.enter({
      caller: () => 'a',
      start: () => ends.push('starts'),
      refuse: ({ reason }) => ends.push(reason),
    });
  }
  return ends;
}

describe('what the configuration says about letting searches in is what is done', () => {
  test('nothing but places and a queue unless more is asked for', () => {
    const ends = come(admissionOf(undefined), 256 + 1024 + 1);
    expect(ends).toEqual([...Array.from({ length: 256 }, () => 'starts'), 'queue_full']);
  });

  test('a rate of all', () => {
    expect(come(admissionOf({ limits: { rate: { perSecond: 2.5 } } }), 4)).toEqual([
      'starts',
      'starts',
      'starts',
      'rate',
    ]);
    expect(come(admissionOf({ limits: { rate: { perSecond: 2.5, burst: 1 } } }), 2)).toEqual([
      'starts',
      'rate',
    ]);
  });

  test('a slow rate lets one come through all the same', () => {
    expect(come(admissionOf({ limits: { rate: { perSecond: 0.01 } } }), 2)).toEqual(['starts', 'rate']);
  });

  test('a caller’s rate and places', () => {
    const caller = { inFlight: 2, rate: { perSecond: 100 } };
    expect(come(admissionOf({ limits: { caller } }), 3)).toEqual(['starts', 'starts', 'caller_in_flight']);
    expect(come(admissionOf({ limits: { caller: { rate: { perSecond: 1 } } } }), 2)).toEqual([
      'starts',
      'caller_rate',
    ]);
  });

  test('a limit that finds itself', () => {
    const admission = admissionOf({ limits: { adaptive: true, inFlight: 100 } });
    expect(admission.gate.most).toBe(25);
    for (let search = 0; search < 400; search += 1) admission.limit.took(10, admission.gate.most);
    expect(admission.gate.most).toBe(100);
  });

  test('how late the event loop may run, and what may be left out', () => {
    expect(admissionOf({ overload: { eventLoopMs: 50 } }, 49).load.load).toBe('calm');
    expect(admissionOf({ overload: { eventLoopMs: 50 } }, 150).load.load).toBe('overloaded');
    expect(admissionOf({ overload: { atMost: 'busy' } }, 5000).load.load).toBe('busy');
  });
});

test('what waits for the embedded engine is no sign of load, what waits for Elasticsearch is', () => {
  const loadOf = (nodes: readonly string[]): string => {
    const time = new FakeTime();
    const config = schema.parse({ elasticsearch: { nodes: [...nodes] } });
    const admission = createSearchAdmission(config, { time, lagMs: () => 0 });
    come(admission, 4);
    const { load } = admission;
    // The first tells what an answer takes on its way; all others wait.
    for (const ms of [1, ...Array.from({ length: 50 }, () => 200)]) {
      const answered = load.asksEngine();
      time.pass(ms);
      answered(1);
    }
    return load.load;
  };
  expect(loadOf([])).toBe('calm');
  expect(loadOf(['http://127.0.0.1:9200'])).not.toBe('calm');
});
