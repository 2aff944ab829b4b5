import type { IndexDescription } from './catalog.ts';

const DEFAULT = 'default';
/** Of indices whose mapping says where their vectors come from. */
const WITH_VECTORS = 'hybrid';
/** The pipelines that {@link usualPipeline} chooses from. */
export const USUAL_PIPELINES: readonly string[] = [DEFAULT, WITH_VECTORS];

/** Id of the encoder that an index's vectors come from, as its mapping says; undefined where it names none. */
export function encoderNamedIn({ encoder }: IndexDescription['meta']): string | undefined {
  return typeof encoder === 'string' ? encoder : undefined;
}

/**
 * The pipeline that searches on an index go through where its configuration names none.
 * @param meta `_meta.relevance` of its mapping; undefined when unknown
 */
export function usualPipeline(
  meta: IndexDescription['meta'] | undefined,
  pipelines: { has(name: string): boolean },
): string {
  const hasVectors = meta !== undefined && encoderNamedIn(meta) !== undefined;
  return hasVectors && pipelines.has(WITH_VECTORS) ? WITH_VECTORS : DEFAULT;
}
