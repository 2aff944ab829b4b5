import type { RetrieveStage } from '../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../search-api/answer.ts';
import { compile } from '../../search-api/compile.ts';

/**
 * Leg 1: the caller's own request with the understood query in the place of the user's text. Its answer owns
 * totals, aggregations, suggestions and `_shards`, so the search cannot go on without it.
 */
export function lexical(): RetrieveStage {
  return {
    name: 'lexical',
    kind: 'retrieve',
    onError: 'fail',
    async run(query, ctx) {
      const { body, queryString, notes } = compile(ctx.request, query, ctx.index);
      for (const note of notes) ctx.note(note);
      const answer = await ctx.send(body, queryString);
      ctx.deliver(answer);
      return answer.status === 200 ? candidatesOf(readAnswer(answer.body), 'lexical') : [];
    },
  };
}
