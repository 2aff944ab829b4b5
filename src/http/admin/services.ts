import type { Compared, CompareBody } from '../../admin-api/compare.ts';
import type { ExplainBody, Explanation } from '../../admin-api/explain.ts';
import type { EvaluationsReport, SavedEvaluation } from '../../admin-api/evaluations.ts';
import type { JudgeBody, JudgeResult, JudgmentSet, JudgmentSetsReport } from '../../admin-api/judgments.ts';
import type { IndicesReport, PipelinesReport } from '../../admin-api/indices.ts';
import type { Reloaded, ReloadFault } from '../../admin-api/reload.ts';
import type {
  RuleCheckRequest,
  RuleCheckResult,
  RulesReport,
  RuleTryBody,
  RuleTryResult,
} from '../../admin-api/rules.ts';
import type { Readiness, SystemReport } from '../../admin-api/system.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import type { MetricsForm } from '../../domain/metrics-form.ts';

/** A search of the admin port, with the raw headers of its request: it is made with the credentials among them. */
export type ExplainRequest = OnBehalf<ExplainBody>;

export type CompareRequest = OnBehalf<CompareBody> & { readonly size: number };

export type RuleTryRequest = OnBehalf<RuleTryBody> & { readonly file: string; readonly size: number };

export type OnBehalf<Body> = Omit<Body, 'context'> & {
  /** Pairs as in `Relevance-Context`. */
  readonly context: Readonly<Record<string, string>>;
  readonly headers: RawHeaders;
};

/** Faults: nothing was changed. */
export type ReloadResult = Reloaded | { readonly faults: readonly ReloadFault[] };

/** What the admin port is a face of. */
export interface AdminServices {
  /** Answers as long as the process does. */
  health(): Readonly<Record<string, unknown>>;
  ready(): Promise<Readiness>;
  /** How the gateway and each of its processes fare. */
  system(): Promise<SystemReport>;
  /** Metrics of all processes. */
  metrics(form: MetricsForm): Promise<string>;
  /**
   * What every stage did to one search and what came out.
   * @throws GatewayError `not_found` for an unknown pipeline, `upstream_*` when the engine does not answer
   */
  explain(request: ExplainRequest): Promise<Explanation>;
  /** One search through two pipelines. @throws GatewayError as for `explain` */
  compare(request: CompareRequest): Promise<Compared>;
  indices(): Promise<IndicesReport>;
  pipelines(): Promise<PipelinesReport>;
  /** A tree that a caller asked for by `Relevance-Debug: explain`; undefined when it is gone. */
  explainById(id: string): Promise<unknown>;
  /** The configuration in force, without secrets. */
  config(): unknown;
  reload(): Promise<ReloadResult>;
  rules(): Promise<RulesReport>;
  checkRules(request: RuleCheckRequest): Promise<RuleCheckResult>;
  /** What queries would find with a rule file more. @throws GatewayError as for `explain` */
  tryRules(request: RuleTryRequest): Promise<RuleTryResult>;
}

/** What lies in the data folder: judgments made by hand, and evaluations. */
export interface AdminRecords {
  readonly judgments: {
    list(): Promise<JudgmentSetsReport>;
    /** Undefined where there is no such set. */
    read(name: string): Promise<JudgmentSet | undefined>;
    /** One of its files, as it lies there. */
    file(name: string, which: 'queries' | 'qrels'): Promise<string | undefined>;
    /** @throws GatewayError `bad_request`, `storage_failed` */
    judge(judged: JudgeBody): Promise<JudgeResult>;
  };
  readonly evaluations: {
    list(): Promise<EvaluationsReport>;
    /** Undefined where there is none. */
    read(id: string): Promise<SavedEvaluation | undefined>;
  };
}
