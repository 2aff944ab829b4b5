import { z } from 'zod';

const duration = z.string().regex(/^\d+(ms|s|m)$/);
const endpoint = z.string().regex(/^[\w.-]+:\d+$/);
const count = z.int().positive();

/** A policy of the tail sampling processor: its settings stand under the name of its type. */
const policy = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    type: z.literal('latency'),
    latency: z.strictObject({ threshold_ms: count, upper_threshold_ms: count.optional() }),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('status_code'),
    status_code: z.strictObject({ status_codes: z.array(z.enum(['OK', 'ERROR', 'UNSET'])).min(1) }),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('string_attribute'),
    string_attribute: z.strictObject({ key: z.string(), values: z.array(z.string()).min(1) }),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('ottl_condition'),
    ottl_condition: z.strictObject({
      error_mode: z.enum(['ignore', 'silent', 'propagate']),
      span: z.array(z.string()).min(1),
    }),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('probabilistic'),
    probabilistic: z.strictObject({ sampling_percentage: z.number().min(0).max(100) }),
  }),
]);

/**
 * The settings of the collector's parts that deploy/otel-collector.yaml uses, taken from the `config.schema.yaml` that
 * each part has in its repository, release 0.165; whatever is not among them is an error.
 */
export const collectorConfig = z.strictObject({
  receivers: z.strictObject({
    otlp: z.strictObject({
      protocols: z.strictObject({ grpc: z.strictObject({ endpoint }), http: z.strictObject({ endpoint }) }),
    }),
  }),
  processors: z.strictObject({
    memory_limiter: z
      .strictObject({ check_interval: duration, limit_mib: count, spike_limit_mib: count })
      .refine(({ limit_mib, spike_limit_mib }) => spike_limit_mib < limit_mib),
    tail_sampling: z.strictObject({
      decision_wait: duration,
      num_traces: count,
      expected_new_traces_per_sec: count,
      maximum_trace_size_bytes: count,
      decision_cache: z.strictObject({ sampled_cache_size: count, non_sampled_cache_size: count }),
      policies: z.array(policy).min(1),
    }),
    batch: z
      .strictObject({ send_batch_size: count, send_batch_max_size: count, timeout: duration })
      .refine(({ send_batch_size, send_batch_max_size }) => send_batch_max_size >= send_batch_size),
  }),
  exporters: z.strictObject({
    'otlp_grpc/jaeger': z.strictObject({
      endpoint,
      tls: z.strictObject({ insecure: z.boolean() }),
      sending_queue: z.strictObject({ enabled: z.boolean(), queue_size: count }),
      retry_on_failure: z.strictObject({ enabled: z.boolean(), max_elapsed_time: duration }),
    }),
  }),
  extensions: z.strictObject({ health_check: z.strictObject({ endpoint }) }),
  service: z.strictObject({
    extensions: z.array(z.string()),
    telemetry: z.strictObject({
      metrics: z.strictObject({
        readers: z.array(
          z.strictObject({
            pull: z.strictObject({
              exporter: z.strictObject({ prometheus: z.strictObject({ host: z.string(), port: count }) }),
            }),
          }),
        ),
      }),
    }),
    pipelines: z.strictObject({
      traces: z.strictObject({
        receivers: z.array(z.string()),
        processors: z.array(z.string()),
        exporters: z.array(z.string()),
      }),
    }),
  }),
});
