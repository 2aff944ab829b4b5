import type { Candidate } from '../../domain/candidate.ts';
import type { EngineAnswer } from '../../domain/engine.ts';
import { GatewayError } from '../../errors.ts';
import type { StageContext } from '../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../search-api/answer.ts';

/**
 * What a leg found. An answer that came before the engine had looked everywhere is better than none, but said so.
 * @throws GatewayError `stage_failed` where the engine refused the search
 */
export function foundBy(
  leg: string,
  { status, body }: EngineAnswer,
  ctx: Pick<StageContext, 'fields' | 'degrade' | 'note'>,
): readonly Candidate[] {
  if (status !== 200) {
    ctx.note({ refused: status });
    throw new GatewayError('stage_failed', `the engine answered leg ${leg} with ${status}`);
  }
  const answer = readAnswer(body);
  if (answer.timedOut) {
    ctx.note({ timedOut: true });
    ctx.degrade('engine');
  }
  ctx.note({ found: answer.hits.length });
  return candidatesOf(answer, leg, ctx.fields);
}
