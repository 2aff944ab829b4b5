import { cpus } from 'node:os';
import { figuresOf } from './figures.ts';
import { Crew } from './generator/crew.ts';
import { addTally, emptyTally, type Tally } from './generator/tally.ts';
import type { Options } from './options.ts';
import { readQueries } from './queries.ts';
import { GATEWAY, type RunResult, type SliceResult, type StepResult } from './result.ts';
import type { Step } from './scenarios/scenario.ts';
import { type Compared, startComparison } from './targets/comparison.ts';
import { resourcesOf } from './targets/resources.ts';
import { openScene, type Scene, type Target } from './targets/scene.ts';
import { judge } from './thresholds.ts';

/** Targets take turns this often, so that what else the machine does falls on all alike. */
const SLICE_SECONDS = 2.5;
/** How long the gateway is asked as fast as it answers, to find what it takes. */
const CAPACITY_SECONDS = 3;
const CAPACITY_TRIES = 5;
const REST_MS = 3000;
const WARM_UP_RATE = 50;
/** A gateway that has just started has too much to do at first, and leaves stages out for some seconds after that. */
const CALMING = { ratePerSecond: 10, seconds: 1, tries: 10 } as const;
/** Requests that wait for a connection, of all workers; more are dropped. */
const MOST_WAITING = 5000;
/** The generator itself was busy where it sent so late. */
const LATE_MS = 10;

export interface Progress {
  (what: string, slice: SliceResult | null): void;
}

/** Runs a scenario from beginning to end; what it started is ended, whatever happens. */
export async function run(options: Options, progress: Progress): Promise<RunResult> {
  const startedAt = new Date().toISOString();
  const shots = options.scenario.shots(readQueries(options.queries), options);
  progress(options.target === null ? 'starting a gateway' : `asking ${options.target}`, null);
  const scene = await openScene(options, shots);
  try {
    const crew = await Crew.start({
      targets: new Map(scene.targets.map(({ name, origin, shots: own }) => [name, { origin, shots: own }])),
      workers: options.workers,
      connections: options.connections,
      waiting: MOST_WAITING,
      timeoutMs: options.timeoutMs,
      seed: options.seed,
    });
    try {
      return await measure({ options, scene, crew, progress }, startedAt);
    } finally {
      await crew.stop();
    }
  } finally {
    await scene.stop();
  }
}

interface Parts {
  readonly options: Options;
  readonly scene: Scene;
  readonly crew: Crew;
  readonly progress: Progress;
}

async function measure(parts: Parts, startedAt: string): Promise<RunResult> {
  const { options, scene, progress } = parts;
  const { scenario } = options;
  await warmUp(parts);
  const rate = options.rate ?? (await rateOf(parts));
  const steps = scenario.steps(rate, options.seconds / scene.targets.length);
  const [gateway] = scene.targets;
  const comparison =
    scenario.compares === true && scene.engineUrl !== null
      ? startComparison(
          gateway!.origin,
          scene.engineUrl,
          gateway!.shots.filter(({ path }) => path.endsWith('_search')),
        )
      : null;
  const began = performance.now();
  const found: StepResult[] = [];
  const slices: SliceResult[] = [];
  const tallies = new Map(scene.targets.map(({ name }) => [name, emptyTally()]));
  for (const step of steps) {
    progress(
      `${step.name}: ${step.ratePerSecond === null ? 'as fast as it goes' : `${step.ratePerSecond.toFixed(0)}/s`}`,
      null,
    );
    scene.faults?.misbehave(step.faults ?? []);
    const done = await runStep(parts, step, began);
    found.push(...done.results);
    slices.push(...done.slices);
    for (const [name, tally] of done.tallies) addTally(tallies.get(name)!, tally);
  }
  scene.faults?.misbehave([]);
  const compared = (await comparison?.stop()) ?? null;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const totals = Object.fromEntries([...tallies].map(([name, tally]) => [name, figuresOf(tally, seconds)]));
  const extra = { ...scenario.extra?.({ steps: found, slices }), ...comparedNumbers(compared) };
  const verdicts = options.thresholds.map((threshold) => {
    const of = (target: string) =>
      threshold.step === null
        ? totals[target]
        : found.find((each) => each.step === threshold.step && each.target === target)?.figures;
    const ours = of(GATEWAY);
    const other = scene.targets[1] === undefined ? undefined : of(scene.targets[1].name);
    if (ours === undefined) return { text: threshold.text, value: null, held: false };
    return judge(threshold, { gateway: ours, direct: other ?? null, extra });
  });
  return {
    scenario: scenario.name,
    about: scenario.about,
    startedAt,
    machine: { node: process.version, cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown' },
    settings: settingsOf(options, rate),
    totals,
    steps: found,
    slices,
    extra,
    compared,
    verdicts,
    warnings: warningsOf(found),
  };
}

async function warmUp({ options, scene, crew, progress }: Parts): Promise<void> {
  if (options.warmUpSeconds === 0) return;
  progress('warming up', null);
  for (const { name, origin } of scene.targets) {
    const seconds = options.warmUpSeconds / scene.targets.length;
    const { counts } = await crew.run({
      target: name,
      ratePerSecond: WARM_UP_RATE,
      seconds,
      drainMs: options.timeoutMs,
    });
    // Minutes of load on an address where nothing answers are of no use to anybody.
    if (counts.good === 0)
      throw new Error(
        `${origin} answered no search: is it there, and does it have the index ${options.index}?`,
      );
  }
  await calmDown(crew, options.timeoutMs);
}

/** Asks little until the gateway leaves nothing out; one that always does is not waited for. */
async function calmDown(crew: Crew, drainMs: number): Promise<void> {
  const { tries, ...slice } = CALMING;
  for (let tried = 0; tried < tries; tried += 1) {
    const { counts } = await crew.run({ target: GATEWAY, ...slice, drainMs });
    if (counts.degraded === 0) return;
  }
}

async function rateOf({ options, crew, progress }: Parts): Promise<number> {
  const { rate } = options.scenario;
  if (typeof rate === 'number') return rate;
  progress('finding out what the gateway takes', null);
  const order = {
    target: GATEWAY,
    ratePerSecond: null,
    seconds: CAPACITY_SECONDS,
    drainMs: options.timeoutMs,
  };
  // Until it takes no more than the time before: a cold gateway takes a quarter of what it will.
  let capacity = 0;
  for (let tries = 0; tries < CAPACITY_TRIES; tries += 1) {
    const { counts } = await crew.run(order);
    const found = counts.good / CAPACITY_SECONDS;
    const settled = found < capacity * 1.1;
    capacity = Math.max(capacity, found);
    if (settled) break;
  }
  if (capacity < 1) throw new Error('the gateway answered next to nothing: no load to take a share of');
  // Whoever was asked for all that it has may refuse for a moment yet.
  await new Promise((done) => setTimeout(done, REST_MS));
  return Math.max(1, capacity * rate.ofCapacity);
}

/** Each target in turn, the first last in every other round, until the step's time is over. */
async function runStep({ options, scene, crew, progress }: Parts, step: Step, began: number) {
  const rounds = Math.max(1, Math.round(step.seconds / SLICE_SECONDS));
  const seconds = step.seconds / rounds;
  const sums = new Map(scene.targets.map(({ name }) => [name, { tally: emptyTally(), cpu: cpuSum() }]));
  const slices: SliceResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const target of round % 2 === 0 ? scene.targets : scene.targets.toReversed()) {
      const before = target.pid === null ? null : resourcesOf(target.pid);
      const atSeconds = (performance.now() - began) / 1000;
      const order = {
        target: target.name,
        ratePerSecond: step.ratePerSecond,
        seconds,
        drainMs: options.timeoutMs,
      };
      const tally = await crew.run(order);
      const after = target.pid === null ? null : resourcesOf(target.pid);
      const cpuSeconds = before === null || after === null ? null : after.cpuSeconds - before.cpuSeconds;
      const slice = sliceOf({ step, target, tally, atSeconds, seconds }, { cpuSeconds, after });
      const sum = sums.get(target.name)!;
      addTally(sum.tally, tally);
      sum.cpu.add(cpuSeconds);
      slices.push(slice);
      progress(`${step.name}, ${target.name}`, slice);
    }
  }
  const results = [...sums].map(([target, { tally, cpu }]) => ({
    step: step.name,
    target,
    figures: figuresOf(tally, step.seconds),
    cpuSeconds: cpu.value(),
  }));
  return { results, slices, tallies: new Map([...sums].map(([name, { tally }]) => [name, tally])) };
}

interface Measured {
  readonly step: Step;
  readonly target: Target;
  readonly tally: Tally;
  readonly atSeconds: number;
  readonly seconds: number;
}

function sliceOf(
  { step, target, tally, atSeconds, seconds }: Measured,
  {
    cpuSeconds,
    after,
  }: { readonly cpuSeconds: number | null; readonly after: ReturnType<typeof resourcesOf> },
): SliceResult {
  const { throughput, errors, refused, degraded, latency } = figuresOf(tally, seconds);
  return {
    step: step.name,
    target: target.name,
    atSeconds,
    seconds,
    throughput,
    errors,
    refused,
    degraded,
    p50: latency.p50,
    p95: latency.p95,
    p99: latency.p99,
    cpuSeconds,
    rssMiB: after?.rssMiB ?? null,
    fds: after?.fds ?? null,
  };
}

/** Null as soon as one part is not known. */
function cpuSum() {
  let sum: number | null = 0;
  return {
    add: (seconds: number | null) => void (sum = sum === null || seconds === null ? null : sum + seconds),
    value: () => sum,
  };
}

function comparedNumbers(compared: Compared | null): Readonly<Record<string, number>> {
  if (compared === null) return {};
  const { same, different } = compared;
  return { compared: same + different, different };
}

function settingsOf({ scenario: _scenario, thresholds: _thresholds, ...rest }: Options, rate: number) {
  return { ...rest, rate };
}

function warningsOf(steps: readonly StepResult[]): readonly string[] {
  return steps
    .filter(({ figures: { lag } }) => lag.p95 > LATE_MS)
    .map(
      ({ step, target, figures: { lag } }) =>
        `${step}, ${target}: requests were sent ${lag.p95.toFixed(0)} ms late at the 95th percentile (all connections were busy, or this machine): latencies hold that time`,
    );
}
