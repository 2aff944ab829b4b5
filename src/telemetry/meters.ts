import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationType, InstrumentType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Degraded } from '../domain/degraded.ts';
import type { InferenceMeter } from '../domain/inference-meter.ts';
import type { MetricsForm } from '../domain/metrics-form.ts';
import type { SearchMeter } from '../domain/search-meter.ts';
import { createAside } from './aside.ts';
import { createExemplars, type Named } from './exemplars.ts';
import { inferenceMeters } from './inference-meters.ts';
import { METRICS, SECONDS_BOUNDARIES } from './metric-names.ts';
import { ruleFires } from './rule-fires.ts';

const NANOSECONDS = 1e9;
/** The event loop is asked to come by so often; what it takes beyond that is its delay. */
const RESOLUTION_MS = 20;
const UPNESS = { up: 1, degraded: 0.5, down: 0 } as const;
/** Stages, reasons and nodes by outcome; past it the SDK counts under `otel_metric_overflow`. */
const MAX_SERIES = 500;

/** What the gateway counts and times; never throws. What every search is counted by is done aside, and is in the exposition. */
export interface Meters {
  search(event: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly degraded: Degraded;
    readonly durationMs: number;
    readonly span?: Named;
  }): void;
  suggestion(event: { readonly outcome: string; readonly durationMs: number; readonly span?: Named }): void;
  events(outcome: 'accepted' | 'invalid' | 'stored' | 'refused', count: number): void;
  stage(event: {
    readonly stage: string;
    readonly outcome: string;
    readonly durationMs: number;
    readonly span?: Named;
  }): void;
  upstream(event: {
    readonly kind: 'search' | 'pass';
    readonly outcome: string;
    readonly durationMs: number;
    readonly span?: Named;
  }): void;
  retry(): void;
  ejection(): void;
  /** +1 when a request is sent to the engine, -1 when it has ended, however. */
  inFlight(change: 1 | -1): void;
  /** A search was answered with 429. */
  refused(reason: string): void;
  /** Where the answer of a search came from that could have been kept: `hit`, `joined`, `miss`. */
  resultCache(outcome: string): void;
  /** How searches are let in, asked at each scrape, and the reasons for which they are refused. */
  admission(state: () => AdmissionState, refusals: readonly string[]): void;
  uncaught(kind: 'exception' | 'rejection'): void;
  reload(outcome: 'ok' | 'refused'): void;
  ruleReload(outcome: 'ok' | 'refused'): void;
  /** A serving process ended unasked. */
  workerRestart(): void;
  /** How what the gateway depends on stands; asked at each scrape. */
  dependencies(health: () => readonly DependencyHealth[]): void;
  /** The version that applied answers name; asked at each scrape. */
  version(inForce: () => string): void;
  /** The rules in force; asked at each scrape, and for the ids whenever a rule fires. */
  rules(inForce: () => RulesInForce): void;
  /** A rule took part in a search. */
  ruleFired(rule: string): void;
  /** What stages count. */
  readonly stages: SearchMeter;
  readonly inference: InferenceMeter;
  /** All of it in Prometheus' text format; for OpenMetrics, with the exemplars that it has room for. */
  exposition(form?: MetricsForm): Promise<string>;
  close(): Promise<void>;
}

interface RulesInForce {
  readonly version: string;
  /** Of the rules, in the order of their files; the same array for as long as they are. */
  readonly ids: readonly string[];
}

/** How searches are let in. */
export interface AdmissionState {
  /** 0..3 */
  readonly level: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** Most at once. */
  readonly most: number;
}

/** Reads when asked; nothing is pushed and no listener of its own is opened. */
class PullReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

export interface MeterOptions {
  /** Label on every series, so that the processes of one machine stay apart. */
  readonly worker: string;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes: () => number;
}

export function createMeters({ worker, residentBytes }: MeterOptions): Meters {
  const reader = new PullReader({
    aggregationSelector: (type) =>
      type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: SECONDS_BOUNDARIES } }
        : { type: AggregationType.DEFAULT },
    cardinalitySelector: () => MAX_SERIES,
  });
  const provider = new MeterProvider({ resource: resourceFromAttributes({ worker }), readers: [reader] });
  const meter = provider.getMeter('relevance-gateway');
  const counter = ({ name, description }: Metric) => meter.createCounter(name, { description });
  const exemplars = createExemplars({ most: MAX_SERIES, now: Date.now });
  const histogram = ({ name, description }: Metric) => {
    const series = meter.createHistogram(name, { description });
    return (durationMs: number, labels: Readonly<Record<string, string>>, span?: Named): void => {
      series.record(durationMs / 1000, labels);
      exemplars.keep({ name, labels }, durationMs / 1000, span);
    };
  };

  const searches = counter(METRICS.searches);
  const searchSeconds = histogram(METRICS.searchSeconds);
  const suggestSeconds = histogram(METRICS.suggestSeconds);
  const eventsTotal = counter(METRICS.events);
  const stageSeconds = histogram(METRICS.stageSeconds);
  const degradedStages = counter(METRICS.degraded);
  const upstreamSeconds = histogram(METRICS.upstreamSeconds);
  const retries = counter(METRICS.upstreamRetries);
  const ejections = counter(METRICS.upstreamEjections);
  const inFlight = meter.createUpDownCounter(METRICS.inFlight.name, METRICS.inFlight);
  const uncaught = counter(METRICS.uncaught);
  const refused = counter(METRICS.refused);
  const resultCache = counter(METRICS.resultCache);
  const reloads = counter(METRICS.reloads);
  const ruleReloads = counter(METRICS.ruleReloads);
  const workerRestarts = counter(METRICS.workerRestarts);
  const zeroResults = counter(METRICS.zeroResults);
  const corrections = counter(METRICS.corrections);
  const fires = ruleFires(meter);
  // Counters that should stay at nought are there from the start: what comes up with a first count has not increased.
  for (const zero of [inFlight, retries, ejections, workerRestarts]) zero.add(0);
  for (const kind of ['exception', 'rejection']) uncaught.add(0, { kind });
  for (const outcome of ['ok', 'refused'])
    for (const zero of [reloads, ruleReloads]) zero.add(0, { outcome });

  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const lateSeconds = (ns: number): number => Math.max(0, ns / NANOSECONDS - RESOLUTION_MS / 1000);
  delay.enable();
  meter.createObservableGauge(METRICS.eventLoopDelay.name, METRICS.eventLoopDelay).addCallback((result) => {
    // Before its first sample the histogram has no percentile.
    if (delay.count === 0) return;
    result.observe(lateSeconds(delay.percentile(50)), { percentile: '50' });
    result.observe(lateSeconds(delay.percentile(99)), { percentile: '99' });
    result.observe(lateSeconds(delay.max), { percentile: '100' });
    delay.reset();
  });
  meter
    .createObservableGauge(METRICS.residentMemory.name, METRICS.residentMemory)
    .addCallback((result) => result.observe(residentBytes()));

  let admission: (() => AdmissionState) | undefined;
  for (const [metric, of] of [
    [METRICS.loadLevel, ({ level }: AdmissionState) => level],
    [METRICS.searchesAdmitted, ({ inFlight: admitted }: AdmissionState) => admitted],
    [METRICS.searchesWaiting, ({ waiting }: AdmissionState) => waiting],
    [METRICS.searchLimit, ({ most }: AdmissionState) => most],
  ] as const) {
    meter.createObservableGauge(metric.name, metric).addCallback((result) => {
      if (admission !== undefined) result.observe(of(admission()));
    });
  }

  let versionInForce: (() => string) | undefined;
  meter.createObservableGauge(METRICS.versionInForce.name, METRICS.versionInForce).addCallback((result) => {
    if (versionInForce !== undefined) result.observe(1, { version: versionInForce() });
  });

  let rulesInForce: (() => RulesInForce) | undefined;
  meter.createObservableGauge(METRICS.rulesInForce.name, METRICS.rulesInForce).addCallback((result) => {
    if (rulesInForce !== undefined) result.observe(1, { version: rulesInForce().version });
  });

  let dependencies: () => readonly DependencyHealth[] = () => [];
  meter.createObservableGauge(METRICS.dependencyUp.name, METRICS.dependencyUp).addCallback((result) => {
    for (const { name, state } of dependencies())
      if (state !== 'unknown') result.observe(UPNESS[state], { dependency: name });
  });

  const aside = createAside();
  const serializer = new PrometheusSerializer('', false, /^worker$/, true, true);
  return {
    search({ outcome, reason, degraded, durationMs, span }) {
      aside.put(() => {
        searches.add(1, reason === null ? { outcome } : { outcome, reason });
        searchSeconds(durationMs, { outcome }, span);
        for (const [stage, why] of degraded) degradedStages.add(1, { stage, reason: why });
      });
    },
    suggestion({ outcome, durationMs, span }) {
      suggestSeconds(durationMs, { outcome }, span);
    },
    events: (outcome, count) => eventsTotal.add(count, { outcome }),
    stage({ stage, outcome, durationMs, span }) {
      aside.put(() => stageSeconds(durationMs, { stage, outcome }, span));
    },
    upstream({ kind, outcome, durationMs, span }) {
      aside.put(() => upstreamSeconds(durationMs, { kind, outcome }, span));
    },
    retry: () => retries.add(1),
    ejection: () => ejections.add(1),
    inFlight: (change) => aside.put(() => inFlight.add(change)),
    refused: (reason) => refused.add(1, { reason }),
    resultCache: (outcome) => resultCache.add(1, { outcome }),
    admission(state, refusals) {
      admission = state;
      for (const reason of refusals) refused.add(0, { reason });
    },
    uncaught: (kind) => uncaught.add(1, { kind }),
    reload: (outcome) => reloads.add(1, { outcome }),
    version(inForce) {
      versionInForce = inForce;
    },
    rules(inForce) {
      rulesInForce = inForce;
      fires.inForce(() => inForce().ids);
    },
    ruleFired: (rule) => fires.fired(rule),
    stages: {
      correction: (outcome) => corrections.add(1, { outcome }),
      zeroResults: (when) => zeroResults.add(1, { when }),
    },
    workerRestart: () => workerRestarts.add(1),
    dependencies(health) {
      dependencies = health;
    },
    ruleReload: (outcome) => ruleReloads.add(1, { outcome }),
    inference: inferenceMeters(meter),
    async exposition(form = 'text') {
      aside.finish();
      const { resourceMetrics } = await reader.collect();
      const text = serializer.serialize(resourceMetrics);
      return form === 'openmetrics' ? exemplars.behind(text) : text;
    },
    async close() {
      aside.finish();
      delay.disable();
      await provider.shutdown();
    },
  };
}

interface Metric {
  readonly name: string;
  readonly description: string;
}
