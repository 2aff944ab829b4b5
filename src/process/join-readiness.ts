import type { Readiness } from '../admin-api/system.ts';
import type { DependencyHealth, DependencyState } from '../domain/catalog.ts';

const WORST_FIRST: readonly DependencyState[] = ['down', 'degraded', 'unknown', 'up'];
/** Between the parts of a detail. */
const PART = '; ';

/**
 * What all serving processes together say. Each has seen other searches, so what one finds wrong the others may not know of; of one
 * that cannot serve nothing is said while others can. Undefined where none has answered.
 */
export function joinReadiness(answers: readonly Readiness[]): Readiness | undefined {
  const ready = answers.some((answer) => answer.ready);
  const told = answers.filter((answer) => answer.ready === ready);
  if (told.length === 0) return undefined;
  const all = told.flatMap(({ dependencies }) => dependencies);
  const names = [...new Set(all.map(({ name }) => name))];
  return { ready, dependencies: names.map((name) => worstOf(all.filter((one) => one.name === name))) };
}

function worstOf(said: readonly DependencyHealth[]): DependencyHealth {
  const [first] = said as readonly [DependencyHealth, ...DependencyHealth[]];
  const state = WORST_FIRST.find((one) => said.some((health) => health.state === one)) ?? first.state;
  const worst = said.filter((health) => health.state === state);
  if (state === 'up' || worst.length === 1) return worst[0]!;
  const parts = new Set(worst.flatMap(({ detail }) => detail.split(PART)));
  return { name: first.name, state, detail: [...parts].join(PART) };
}
