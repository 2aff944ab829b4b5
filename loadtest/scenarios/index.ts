import { fault } from './fault.ts';
import { overload } from './overload.ts';
import { passThrough } from './pass-through.ts';
import { ramp } from './ramp.ts';
import type { Scenario } from './scenario.ts';
import { searchMix } from './search-mix.ts';
import { soak } from './soak.ts';
import { zh } from './zh.ts';

/** Every scenario, by name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [searchMix, passThrough, zh, overload, fault, ramp, soak].map((scenario) => [scenario.name, scenario]),
);
