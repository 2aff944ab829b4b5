import type { Query, Slot, TermTag } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { type TagPolicy, termTag } from './tag/tag-weights.ts';
import type { TaggedSpan, Tagger } from './tag/tagger.ts';

/** What makes the tagger of an index. */
export interface TaggerChoice {
  /** Path of a model for what no dictionary knows; undefined for none. */
  readonly model: string | undefined;
  /** What fields of the catalogue hold, where their names do not tell. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface TagDependencies {
  /** Taggers by index or alias, made once; reads the model at once. */
  readonly taggersFor: (choice: TaggerChoice) => (index: string) => Tagger;
}

/**
 * Tells what each word is: a brand, a product, a colour, a number with a unit, mere praise; and so how much the query
 * loses without it. Heavier words add more to the score, and words that may be done without do not count where the
 * caller asks for all words or a share of them. Stands behind what cuts, corrects and joins words.
 * Options: `model` (default none); `fields`, tags by field of the catalogue (`off` for none; default by their names);
 * `names`, other names for a model's tags; `weights` by tag, 0 to 1; `optional` (default `[stop, modifier]`).
 */
export function tag(
  { taggersFor }: TagDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const read = new StageOptions('tag', given);
  const model = read.text('model');
  const fields = read.table('fields', { accepts: isName, wanted: 'fields with a tag each' });
  const names = read.table('names', { accepts: isName, wanted: 'tags with a name each' });
  const weights = read.table('weights', { accepts: isShare, wanted: 'tags with a number from 0 to 1 each' });
  const optional =
    'optional' in given ? read.texts('optional') : (read.texts('optional'), ['stop', 'modifier']);
  read.end();
  const policy: TagPolicy = { weights, optional };
  const taggerOf = taggersFor({ model, fields });
  return {
    name: 'tag',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    run(query, ctx) {
      if (query.slots.length === 0) return query;
      const spans = taggerOf(ctx.request.indices[0] ?? '')(query.text);
      if (spans.length === 0) return query;
      const slots = query.slots.map((slot) => withTag(slot, tagFor(slot, spans)));
      ctx.note({
        tags: slots.flatMap(({ key, tag: own }) => (own === undefined ? [] : [{ word: key, ...own }])),
      });
      return { ...query, slots };

      function tagFor({ span }: Slot, tagged: readonly TaggedSpan[]): TermTag | undefined {
        const over = tagged.find((one) => {
          const place = placeOf(query, one);
          return place.start <= span.start && span.end <= place.end;
        });
        return over === undefined ? undefined : termTag(names.get(over.tag) ?? over.tag, over.by, policy);
      }
    },
  };
}

function withTag(slot: Slot, own: TermTag | undefined): Slot {
  return own === undefined ? slot : { ...slot, tag: own };
}

/** Where a piece of the text stands in what was typed. */
function placeOf({ origins, typed }: Query, { start, end }: TaggedSpan): { start: number; end: number } {
  return { start: origins[start] ?? 0, end: origins[end] ?? typed.length };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
