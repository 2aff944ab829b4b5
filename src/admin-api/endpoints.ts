import type { Compared, CompareBody } from './compare.ts';
import type { EvaluationsReport, SavedEvaluation } from './evaluations.ts';
import type { ExplainBody, ExplainTree, Explanation } from './explain.ts';
import type { IndicesReport, PipelinesReport } from './indices.ts';
import type { JudgeBody, JudgeResult, JudgmentSet, JudgmentSetsReport } from './judgments.ts';
import type { Reloaded, ReloadFault } from './reload.ts';
import type { RuleCheckRequest, RuleCheckResult, RulesReport, RuleTryBody, RuleTryResult } from './rules.ts';
import type { Readiness, SystemReport } from './system.ts';

/** Every JSON answer of the admin port by method and path, with the body that the request has. */
export interface AdminApi {
  'GET /readyz': { body: undefined; answer: Readiness };
  'GET /api/config': { body: undefined; answer: unknown };
  'GET /api/system': { body: undefined; answer: SystemReport };
  'GET /api/indices': { body: undefined; answer: IndicesReport };
  'GET /api/pipelines': { body: undefined; answer: PipelinesReport };
  'POST /api/explain': { body: ExplainBody; answer: Explanation };
  'GET /api/explain/{id}': { body: undefined; answer: ExplainTree };
  'POST /api/compare': { body: CompareBody; answer: Compared };
  'GET /api/rules': { body: undefined; answer: RulesReport };
  'POST /api/rules/check': { body: RuleCheckRequest; answer: RuleCheckResult };
  'POST /api/rules/try': { body: RuleTryBody; answer: RuleTryResult };
  'GET /api/judgments': { body: undefined; answer: JudgmentSetsReport };
  'GET /api/judgments/{name}': { body: undefined; answer: JudgmentSet };
  'POST /api/judgments': { body: JudgeBody; answer: JudgeResult };
  'GET /api/evaluations': { body: undefined; answer: EvaluationsReport };
  'GET /api/evaluations/{id}': { body: undefined; answer: SavedEvaluation };
  'POST /api/reload': { body: Readonly<Record<string, never>>; answer: Reloaded };
}

/** Body of every answer with a status of 400 or more. */
export interface AdminError {
  readonly error: {
    /** `unauthorized` (401): a token is asked in `Relevance-Admin-Token`, and this is not it. */
    readonly code: string;
    /** One sentence for people. */
    readonly message: string;
    /** Of a configuration that was refused. */
    readonly faults?: readonly ReloadFault[];
  };
}
