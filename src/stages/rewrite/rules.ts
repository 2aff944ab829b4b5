import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { type RuleProgram, type RuleRequest, unexpanded } from '../../rules/expansion.ts';
import { directed } from './rules/directed.ts';
import { slotsAfter } from './rules/slots.ts';

export interface RulesDependencies {
  /** The rules of an index or alias; undefined where it has none. */
  readonly rulesOf: (index: string) => RuleProgram | undefined;
  /** Milliseconds since 1970, for rules that hold for a time. */
  readonly now: () => number;
}

/**
 * Applies the rule files of the index to the words. Stands behind what understands them. Option `limit`: most rules
 * that may take part (default: all); `sort`: `<property> asc` or `desc`, which come first; `limitByLevel`: whether
 * the limit counts values of that property; `filters`: conditions on their properties that all must hold.
 */
export function rules(
  { rulesOf, now }: RulesDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const selection = selectionOf(given);
  return {
    name: 'rules',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    run(query, ctx) {
      const program = rulesOf(ctx.request.indices[0] ?? '');
      if (program === undefined) return query;
      const words = query.slots.map(({ alternatives, key }) => alternatives[0]?.terms.join(' ') ?? key);
      const before = unexpanded(query.text, words);
      const context = new Map([...ctx.context].map(([key, value]) => [key, value.split(/\s*,\s*/)]));
      const expansion = program.rewrite(before, { context, now: now(), selection });
      if (expansion === before) return query;
      for (const match of expansion.matched) ctx.note(match);
      const directions = directed(query, expansion, ctx.context);
      for (const note of directions.notes) ctx.note(note);
      return { ...directions.query, slots: slotsAfter(query, before, expansion) } satisfies Query;
    },
  };
}

function selectionOf(given: Readonly<Record<string, unknown>>): RuleRequest['selection'] {
  const options = new StageOptions('rules', given);
  const sort = options.text('sort');
  const limit = options.number('limit', { min: 0, max: 1_000_000, fallback: 0 });
  const filters = options.texts('filters');
  const limitByLevel = options.flag('limitByLevel', false);
  options.end();
  const [, property, order] = /^(\S+)(?:\s+(asc|desc))?$/.exec(sort ?? '') ?? [];
  return {
    filters,
    limitByLevel,
    ...(property === undefined ? {} : { sort: { property, order: order === 'desc' ? 'desc' : 'asc' } }),
    ...(limit === 0 ? {} : { limit }),
  };
}
