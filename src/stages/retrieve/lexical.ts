import type { RetrieveStage } from '../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../search-api/answer.ts';
import { compile } from '../../search-api/compile.ts';
import { withoutPins } from '../../search-api/window/rewritten-query.ts';
import { windowRequest } from '../../search-api/window/window-request.ts';

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
      const { window: size, fields } = ctx;
      const compiled = compile(ctx.request, size === 0 ? query : withoutPins(query), ctx.index);
      for (const note of compiled.notes) ctx.note(note);
      const { body, queryString } =
        size === 0 ? compiled : windowRequest(compiled, { size, fields, preference: ctx.preference() });
      const answer = await ctx.send(body, queryString);
      if (answer.status !== 200) {
        ctx.deliver(answer, 0);
        return [];
      }
      const read = readAnswer(answer.body);
      ctx.deliver(answer, Math.max(read.total?.value ?? 0, read.hits.length));
      return candidatesOf(read, 'lexical', fields);
    },
  };
}
