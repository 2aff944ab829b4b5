/**
 * For people who write stages and for applications that embed the gateway.
 *
 * @example
 * const { config } = loadConfig({ env: process.env, cwd: process.cwd() });
 * const telemetry = await startTelemetry({ … });
 * const models = openModels({ config, logger: telemetry.logger, meter: telemetry.meters.inference });
 * const app = await createApp({ config, telemetry, models, stages: new Map([['singular', singular]]) });
 * await app.data.listen(config.server.port, config.server.host);
 */
export { type App, type AppOptions, createApp } from './app.ts';
export { type LoadedConfig, loadConfig, type LoadOptions } from './config/load.ts';
export type { Config } from './config/schema.ts';
export type { Environment } from './config/environment.ts';
export type { Backend, Token } from './domain/backend.ts';
export type { Candidate, CandidateNote, LegRank } from './domain/candidate.ts';
export type {
  Catalog,
  DependencyHealth,
  DependencyState,
  FieldDescription,
  HanCut,
  IndexDescription,
} from './domain/catalog.ts';
export type { CrossEncoder, Scored, Scoring, ScoringPass, ScoreOptions } from './domain/cross-encoder.ts';
export type { DegradeReason } from './domain/degraded.ts';
export type {
  EngineAnswer,
  EngineRequest,
  ForwardOptions,
  PassThrough,
  RawHeaders,
  SearchEngine,
} from './domain/engine.ts';
export type { BatchEvent, InferenceMeter } from './domain/inference-meter.ts';
export type { Unanswered } from './domain/inference.ts';
export type { Logger } from './domain/logger.ts';
export type {
  Alternative,
  Boost,
  Clause,
  ClauseTerm,
  Decoration,
  Filter,
  Instructions,
  Intent,
  Placement,
  Query,
  Slot,
  Span,
  Spelling,
  TermTag,
} from './domain/query.ts';
export type { AskedAsCaller, LegSearch } from './domain/search.ts';
export type { SearchMeter } from './domain/search-meter.ts';
export type { ByteRange, SearchRequest, TextClause } from './domain/search-request.ts';
export type { OtherReading, Readings, Segment, Segmenter } from './domain/segmenter.ts';
export type { Encoded, EncodeOptions, Encoding, TextEncoder } from './domain/text-encoder.ts';
export type { RequestSpans, SpanAttributes, SpanStart, TraceSpan } from './domain/trace.ts';
export type { DataListener } from './http/data-listener.ts';
export { type ErrorCode, ERRORS, GatewayError } from './errors.ts';
export { type Models, type ModelsOptions, openModels } from './composition/models.ts';
export type { StageFactory } from './pipeline/registry.ts';
export type {
  Around,
  Asked,
  QueryStage,
  RankStage,
  Relaxed,
  RelaxStage,
  Reread,
  RetrieveStage,
  Stage,
  StageContext,
} from './pipeline/stage.ts';
export type { LogLevel, LogOptions } from './telemetry/logger.ts';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './telemetry/telemetry.ts';
export type { OtelVariables } from './telemetry/otel-variables.ts';
