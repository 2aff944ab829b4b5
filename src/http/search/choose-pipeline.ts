import type { IndexDescription } from '../../domain/catalog.ts';
import type { SearchPipeline } from '../../domain/search.ts';
import type { SearchPlan } from './services.ts';

/** The pipeline that a search goes through, or why there is none for it. */
export type Choice =
  | { readonly kind: 'pipeline'; readonly pipeline: SearchPipeline }
  | {
      readonly kind: 'none';
      readonly reason: 'unknown_pipeline' | 'debug_off' | 'unknown_stage' | 'needed_stage';
    };

/** The index that is searched, and what is known of it. */
export interface Searched {
  readonly index: string;
  readonly description: IndexDescription | undefined;
}

/** `name`, or `name; without="stage,stage"`: a token of RFC 8941 with one parameter. */
const HEADER = /^ *([a-z][a-z0-9-]*) *(?:; *without="([a-z0-9, -]{0,1024})")? *$/;

/**
 * Reads `Relevance-Pipeline`. `without` leaves stages out for one request, so that it can be measured what each of
 * them brings; it is for those who may look behind the curtain (`debug.allow`). What cannot be done as asked is not
 * done in part: a measurement would say something else than it seems to.
 * @param header undefined: the pipeline that the index goes through
 */
export function choosePipeline(plan: SearchPlan, header: string | undefined, on: Searched): Choice {
  if (header === undefined) return found(plan.pipelines.get(plan.pipelineOf(on.index, on.description)));
  const [, name, without] = HEADER.exec(header) ?? [];
  const pipeline = name === undefined ? undefined : plan.pipelines.get(name);
  if (pipeline === undefined || without === undefined) return found(pipeline);
  if (!plan.explainAllowed) return { kind: 'none', reason: 'debug_off' };
  const left = new Set(without.split(',').flatMap((stage) => stage.trim() || []));
  for (const stage of left) {
    const known = pipeline.stages.find((one) => one.name === stage);
    if (known === undefined) return { kind: 'none', reason: 'unknown_stage' };
    if (known.onError === 'fail') return { kind: 'none', reason: 'needed_stage' };
  }
  return found(pipeline.without(left));
}

function found(pipeline: SearchPipeline | undefined): Choice {
  return pipeline === undefined
    ? { kind: 'none', reason: 'unknown_pipeline' }
    : { kind: 'pipeline', pipeline };
}
