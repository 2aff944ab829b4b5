export interface MetricName {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Beside `worker`, which all have. */
  readonly labels: readonly string[];
  readonly description: string;
}

/** Every metric of the gateway. Dashboards and alerts rely on these names; counters end in `_total`. */
export const METRICS = {
  searches: {
    kind: 'counter',
    labels: ['outcome', 'reason'],
    name: 'relevance_searches_total',
    description: 'Searches looked at, by outcome (applied, bypass, off, error) and reason',
  },
  searchSeconds: {
    kind: 'histogram',
    labels: ['outcome'],
    name: 'relevance_search_seconds',
    description: 'Time from a search coming in to its answer going out, by outcome',
  },
  stageSeconds: {
    kind: 'histogram',
    labels: ['stage', 'outcome'],
    name: 'relevance_stage_seconds',
    description: 'Time a stage took, by stage and outcome',
  },
  degraded: {
    kind: 'counter',
    labels: ['stage', 'reason'],
    name: 'relevance_degraded_total',
    description:
      'Stages that an applied search went without, by stage and reason (timeout, failed, overload: left out for load, no_time: models were busy with others, no_model, shrunk: a model read less than asked, engine: refused or in part, less: a plugin’s own)',
  },
  zeroResults: {
    kind: 'counter',
    labels: ['when'],
    name: 'relevance_zero_results_total',
    description:
      'Callers’ searches through a pipeline that found nothing, as they were understood (before_relaxation) and after all that relaxation tried (after_relaxation)',
  },
  corrections: {
    kind: 'counter',
    labels: ['outcome'],
    name: 'relevance_corrections_total',
    description:
      'Corrections of spelling that were proposed for callers’ searches, by outcome (replaced, both, suggested, kept: the index spoke for the words as typed)',
  },
  ruleFires: {
    kind: 'counter',
    labels: ['rule'],
    name: 'relevance_rule_fires_total',
    description:
      'Searches that a rule took part in, by the id of the rule: the first 100 of the rule files each, all others as other',
  },
  upstreamSeconds: {
    kind: 'histogram',
    labels: ['kind', 'outcome'],
    name: 'relevance_upstream_seconds',
    description:
      'Time the engine took, by kind (search, pass: streamed to its end) and outcome (2xx, 4xx, 5xx, gone, an error code)',
  },
  upstreamRetries: {
    kind: 'counter',
    labels: [],
    name: 'relevance_upstream_retries_total',
    description: 'Requests sent to another node',
  },
  upstreamEjections: {
    kind: 'counter',
    labels: [],
    name: 'relevance_upstream_ejections_total',
    description: 'Nodes taken out of rotation after failures in a row',
  },
  inFlight: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_requests_in_flight',
    description: 'Requests that wait for the engine or stream its answer',
  },
  loadLevel: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_load_level',
    description:
      'What is left out for load: 0 nothing, 1 models that rank, 2 all that takes more than one request, 3 all that callers did not write',
  },
  searchesAdmitted: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_searches_admitted',
    description: 'Searches that are worked on',
  },
  searchesWaiting: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_searches_waiting',
    description: 'Searches that wait for their turn',
  },
  searchLimit: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_search_limit',
    description: 'Most searches that are worked on at once; it moves where `server.limits.adaptive` is on',
  },
  refused: {
    kind: 'counter',
    labels: ['reason'],
    name: 'relevance_refused_total',
    description:
      'Searches answered with 429, by reason (queue_full, queue_late, rate, caller_rate, caller_in_flight)',
  },
  resultCache: {
    kind: 'counter',
    labels: ['outcome'],
    name: 'relevance_result_cache_total',
    description:
      'Searches looked up in the result cache, by outcome (hit, joined: made together with the same search of the same caller, miss)',
  },
  eventLoopDelay: {
    kind: 'gauge',
    labels: ['percentile'],
    name: 'relevance_event_loop_delay_seconds',
    description: 'How late the event loop ran since the last reading, by percentile (50, 99, 100)',
  },
  residentMemory: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_resident_memory_bytes',
    description: 'Resident memory of the process',
  },
  suggestSeconds: {
    kind: 'histogram',
    labels: ['outcome'],
    name: 'relevance_suggest_seconds',
    description: 'Time completions took, by outcome (suggestions, refused: by the engine, error)',
  },
  events: {
    kind: 'counter',
    labels: ['outcome'],
    name: 'relevance_events_total',
    description: 'Events of people, by outcome (accepted, invalid, stored, refused: by the engine)',
  },
  uncaught: {
    kind: 'counter',
    labels: ['kind'],
    name: 'relevance_uncaught_errors_total',
    description: 'Errors that only the last-resort handler saw, by kind; anything but 0 is a bug',
  },
  reloads: {
    kind: 'counter',
    labels: ['outcome'],
    name: 'relevance_reloads_total',
    description: 'Reloads of the configuration, by outcome (ok, refused)',
  },
  ruleReloads: {
    kind: 'counter',
    labels: ['outcome'],
    name: 'relevance_rule_reloads_total',
    description: 'Changes of rule files, by outcome (ok, refused: the rules before stay in force)',
  },
  versionInForce: {
    kind: 'gauge',
    labels: ['version'],
    name: 'relevance_version_in_force',
    description:
      '1 for the version that applied answers name: of configuration, rules and what else makes answers differ; more than one among replicas is a rollout under way',
  },
  rulesInForce: {
    kind: 'gauge',
    labels: ['version'],
    name: 'relevance_rules_in_force',
    description:
      '1 for the version of the rules in force; more than one version among replicas is a rollout under way',
  },
  dependencyUp: {
    kind: 'gauge',
    labels: ['dependency'],
    name: 'relevance_dependency_up',
    description:
      '1 where what the gateway depends on is up, 0.5 degraded, 0 down; names are those of /readyz',
  },
  workerRestarts: {
    kind: 'counter',
    labels: [],
    name: 'relevance_worker_restarts_total',
    description: 'Serving processes that ended unasked and were started again',
  },
  inferenceRequests: {
    kind: 'counter',
    labels: ['kind', 'outcome', 'shrunk'],
    name: 'relevance_inference_requests_total',
    description:
      'Questions to models, by kind (score, encode), outcome (scored, encoded, shed, late, cancelled, failed, closed) and what was given up for time (none, depth, model)',
  },
  inferenceQueueTokens: {
    kind: 'gauge',
    labels: [],
    name: 'relevance_inference_queue_tokens',
    description: 'Tokens that wait to be read by models, filling included',
  },
  inferenceBatches: {
    kind: 'counter',
    labels: ['model'],
    name: 'relevance_inference_batches_total',
    description: 'Batches run, by model',
  },
  inferenceTokens: {
    kind: 'counter',
    labels: ['model', 'kind'],
    name: 'relevance_inference_tokens_total',
    description: 'Tokens of batches run, by model and kind (text, filling)',
  },
  inferenceWaitSeconds: {
    kind: 'histogram',
    labels: ['model'],
    name: 'relevance_inference_wait_seconds',
    description: 'Time that the first row of a batch had waited, by model',
  },
  inferenceRunSeconds: {
    kind: 'histogram',
    labels: ['model'],
    name: 'relevance_inference_run_seconds',
    description: 'Time a batch took on its device, by model',
  },
  inferenceTokeniseSeconds: {
    kind: 'histogram',
    labels: ['model'],
    name: 'relevance_inference_tokenise_seconds',
    description: 'Time the texts of one question took to become tokens, by model',
  },
  inferenceLookups: {
    kind: 'counter',
    labels: ['cache', 'outcome'],
    name: 'relevance_inference_lookups_total',
    description: 'Lookups in memories of scores, vectors and tokens, by cache and outcome (hit, miss)',
  },
} as const satisfies Record<string, MetricName>;

/** Upper bounds in seconds: a cache hit takes less than the first, a deep aggregation more than the last. */
export const SECONDS_BOUNDARIES = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
