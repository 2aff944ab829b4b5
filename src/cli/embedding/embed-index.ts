import {
  type Json,
  relevanceMeta,
  vectorMapping,
  vectorPlanIn,
} from '../../composition/vectors/vector-plan.ts';
import { WORDS, wordFieldsIn } from '../../domain/word-fields.ts';
import { objectAt } from '../../elasticsearch/mapping.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { type WantedWords, wordMakerFor } from '../indexing/words.ts';
import { Filling, type Filled, type FillingOptions } from './filling.ts';
import { mappingWithOnePlan, newVectors, vectorsOfIndex, type WantedVectors } from './index-vectors.ts';
import { newWords } from './index-words.ts';

export interface EmbedOptions
  extends WantedVectors, Pick<FillingOptions, 'index' | 'batch' | 'slice' | 'dryRun' | 'onProgress'> {
  /** Words go wherever the mapping names fields for them; `add`: where it names none, too. */
  readonly words: WantedWords;
}

export interface EmbedResult extends Filled {
  /** Null where no vectors are made. */
  readonly encoder: string | null;
  readonly field: string | null;
  readonly template: string | null;
  /** Fields whose words are written. */
  readonly words: readonly string[];
  /** Documents that lacked something when it began; of a slice too, those of the whole index. */
  readonly missing: number;
}

/**
 * Gives each document of an index the vector that it lacks, and the words of its texts where the index has fields for them.
 * The index itself is the checkpoint: what was acknowledged has its fields and is not looked at again, so an interrupted run
 * is taken up by running it once more. A document that somebody changes meanwhile is left to the next run, and never
 * overwritten.
 * @throws CommandError, GatewayError
 */
export async function embedIndex(client: EngineClient, options: EmbedOptions): Promise<EmbedResult> {
  const { index, dryRun } = options;
  const before = await mappingWithOnePlan(client, index);
  const added = options.words.add ? await newWords(client, index, before) : undefined;
  const mappings = { ...before, ...(added && { _meta: added['_meta'] }) };
  const texts = [...wordFieldsIn(relevanceMeta(mappings)).keys()];
  const there = vectorPlanIn(mappings);
  const vectors = await (there === undefined
    ? newVectors(client, before, options)
    : vectorsOfIndex(mappings, options));
  try {
    if (vectors === undefined && texts.length === 0)
      throw new CommandError('--encoder none leaves nothing to do', 2);
    if (vectors === undefined && there !== undefined && isLeftOut(mappings, there.field))
      throw new CommandError(
        `"${index}" keeps vectors out of _source, where an update would drop them: leave out --encoder none, and both are written`,
        2,
      );
    const path = `/${encodeURIComponent(index)}`;
    const plan = vectors?.plan;
    const changes = [added, there === undefined && plan ? vectorMapping(mappings, plan) : undefined];
    for (const change of dryRun ? [] : changes)
      if (change !== undefined)
        await client.expect({ method: 'PUT', path: `${path}/_mapping`, body: JSON.stringify(change) });
    // What an earlier run did is to be seen.
    if (!dryRun) await client.expect({ method: 'POST', path: `${path}/_refresh` });
    const query = lacking(plan?.field, texts);
    const body = JSON.stringify({ query });
    const { count: missing } = (await client.expect({ method: 'POST', path: `${path}/_count`, body })) as {
      readonly count: number;
    };
    const words = await wordMakerFor(mappings, options.words.segmenter);
    const makers = [words, vectors?.vectoriser].filter((maker) => maker !== undefined);
    const filled = await new Filling(client, { ...options, makers, query, missing }).run();
    if (!dryRun) await client.expect({ method: 'POST', path: `${path}/_refresh` });
    const { encoder = null, field = null, template = null } = plan ?? {};
    return { encoder, field, template, words: texts, missing, ...filled };
  } finally {
    await vectors?.close();
  }
}

/** Finds documents without a vector, and those without words that have a text to cut. */
function lacking(vector: string | undefined, texts: readonly string[]): unknown {
  const exists = (field: string) => ({ exists: { field } });
  const should = [
    ...(vector === undefined ? [] : [{ bool: { must_not: exists(vector) } }]),
    ...(texts.length === 0
      ? []
      : [{ bool: { must_not: exists(WORDS), should: texts.map(exists), minimum_should_match: 1 } }]),
  ];
  return { bool: { should, minimum_should_match: 1 } };
}

function isLeftOut(mappings: Json, field: string): boolean {
  const { excludes } = objectAt(mappings, '_source');
  return Array.isArray(excludes) && excludes.includes(field);
}
