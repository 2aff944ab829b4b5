import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import { TraceExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { otlpSpans } from './otlp-spans.ts';

/**
 * Sends OTLP in protobuf as `OTEL_EXPORTER_OTLP_*` say: addresses, headers, certificates, compression, time limits and another
 * try are the SDK's. Its own exporters differ in who writes the spans, which they let nobody choose.
 */
class OtlpExporter extends OTLPExporterBase<ReadableSpan[]> implements SpanExporter {}

/** By HTTP. */
export async function httpExporter(): Promise<SpanExporter> {
  const { convertLegacyHttpOptions, createOtlpHttpExportDelegate } =
    await import('@opentelemetry/otlp-exporter-base/node-http');
  return new OtlpExporter(
    createOtlpHttpExportDelegate(
      convertLegacyHttpOptions({}, 'TRACES', 'v1/traces', { 'Content-Type': 'application/x-protobuf' }),
      otlpSpans,
      'otlp_http_span_exporter',
      TraceExporterMetricsHelper,
      undefined,
    ),
  );
}

/** By gRPC. */
export async function grpcExporter(): Promise<SpanExporter> {
  const { convertLegacyOtlpGrpcOptions, createOtlpGrpcExportDelegate } =
    await import('@opentelemetry/otlp-grpc-exporter-base');
  return new OtlpExporter(
    createOtlpGrpcExportDelegate(
      convertLegacyOtlpGrpcOptions({}, 'TRACES'),
      otlpSpans,
      'otlp_grpc_span_exporter',
      TraceExporterMetricsHelper,
      undefined,
      'TraceExportService',
      '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    ),
  );
}
