/** What benches take of loadtest/, compiled: `npm run build && npm run build:loadtest` first. */
export { Crew } from '../loadtest/.build/loadtest/generator/crew.js';
export { figuresOf } from '../loadtest/.build/loadtest/figures.js';
export { searches } from '../loadtest/.build/loadtest/scenarios/shots.js';
export { startProgram } from '../loadtest/.build/loadtest/targets/program.js';
import { processOnPort, resourcesOf } from '../loadtest/.build/loadtest/targets/resources.js';
export { processOnPort, resourcesOf };

/**
 * Every target in turn, as fast as it answers, for so many rounds; the order turns round each time. The first rounds, below 0,
 * only warm up.
 * @param targets name → pids whose processor time is read, by role
 * @returns name → rounds with `perSecond`, `degraded` and, by role, `cpuMs` a good answer
 */
export async function takeTurns(crew, targets, { rounds, warmUps = 2, seconds }) {
  const measured = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const names = Object.keys(targets);
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const before = readAll(targets[name]);
      const tally = await crew.run({ target: name, ratePerSecond: null, seconds, drainMs: 10_000 });
      const after = readAll(targets[name]);
      const { good, failed, looked, degraded } = tally.counts;
      if (failed > good / 100) throw new Error(`${name}: ${failed} failed, ${good} did not`);
      if (round < 0) continue;
      const cpuMs = Object.fromEntries(
        Object.keys(after).map((role) => [role, ((after[role] - before[role]) * 1000) / good]),
      );
      measured[name].push({
        perSecond: good / seconds,
        cpuMs,
        degraded: looked === 0 ? 0 : degraded / looked,
      });
    }
  }
  return measured;
}

function readAll(pids) {
  return Object.fromEntries(
    Object.entries(pids).map(([role, pid]) => [role, resourcesOf(pid)?.cpuSeconds ?? 0]),
  );
}
