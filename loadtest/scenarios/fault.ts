import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

/**
 * The words over all text fields are a leg of its own, so that one can go missing; what is left out is left out for the fault,
 * not because this machine is busy.
 */
export const WITH_FIELDS = `
server: { overload: { atMost: calm } }
pipelines:
  default: { stages: [normalise, segment, correct, compounds, rules, quantities, lexical, fields, fuse] }
`;

/** Only the leg of all text fields asks in this way. */
export const FIELDS_LEG = '"cross_fields"';

export const fault: Scenario = {
  name: 'fault',
  about: 'an engine that is slow, loses a leg, breaks off: searches are answered, and well again when it is',
  config: WITH_FIELDS,
  engine: 'faulty',
  plain: false,
  rate: 40,
  seconds: 30,
  connections: 64,
  shots: searches,
  steps: (ratePerSecond, seconds) => {
    const part = (name: string, faults: NonNullable<ReturnType<Scenario['steps']>[number]['faults']>) => ({
      name,
      ratePerSecond,
      seconds: seconds / 5,
      faults,
    });
    return [
      part('calm', []),
      part('slow-engine', [{ kind: 'delay', share: 1, ms: [50, 150] }]),
      part('leg-down', [{ kind: 'hang', share: 1, bodyHas: FIELDS_LEG }]),
      part('resets', [{ kind: 'reset', share: 0.02 }]),
      part('calm-again', []),
    ];
  },
  thresholds: [
    'calm: errors <= 0',
    // On a busy machine a leg may miss its deadline by itself.
    'calm: degraded <= 0.05',
    'slow-engine: errors <= 0',
    'leg-down: errors <= 0',
    'leg-down: degraded > 0.5',
    'leg-down: p95 < 600',
    // Asked again once; a share of a share meets the fault twice.
    'resets: errors <= 0.03',
    'calm-again: errors <= 0',
    'calm-again: degraded <= 0.05',
  ],
};
