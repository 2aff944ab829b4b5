import type { Query, Spelling } from '../../domain/query.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage, StageContext } from '../../pipeline/stage.ts';
import { type ChangedWords, changedWords } from './correct/align.ts';
import type { Outcome } from './correct/correction.ts';
import { type Evidence, evidenceOf, outcomeByEvidence, textsOf } from './correct/evidence.ts';
import type { Proposal, Proposer } from './correct/proposal.ts';
import { withAlternatives, withText } from './correct/rewrite.ts';
import { notedReadings, READINGS, slotsOf } from './segment.ts';

export interface CorrectDependencies {
  /** The segmenter with the dictionaries of an index or alias. */
  readonly segmenterOf: (index: string) => Segmenter;
  /** The correctors with the vocabulary of an index or alias. */
  readonly proposerOf: (index: string) => Proposer;
}

interface CorrectOptions {
  readonly ask: boolean;
  readonly weight: number;
  readonly readings: number;
  readonly readingWeight: number;
}

const OUTCOMES = { replace: 'replaced', both: 'both', suggest: 'suggested', none: 'kept' } as const;

/**
 * Corrects what looks mistyped: in its place, beside it at a lower weight, or only as a suggestion, by how sure the
 * correctors are and by what the index holds. Stands behind `segment`.
 * Options: `ask` (default true) whether the index is asked if it knows the words; `weight` (0.5) of corrections that
 * are searched beside the user's words; `readings` (2) how many other readings a text may have that took the typed one's
 * place, 0 to 8, and `readingWeight` (0.5) of one that is as likely as the best, as options of `segment` say of others.
 */
export function correct(
  { segmenterOf, proposerOf }: CorrectDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const read = new StageOptions('correct', given);
  const options: CorrectOptions = {
    ask: read.flag('ask', true),
    weight: read.number('weight', { min: 0.01, max: 1, fallback: 0.5 }),
    readings: read.number('readings', { min: 0, max: 8, fallback: READINGS.most }),
    readingWeight: read.number('readingWeight', { min: 0.01, max: 1, fallback: READINGS.weight }),
  };
  read.end();
  return {
    name: 'correct',
    kind: 'query',
    onError: 'skip',
    async run(query, ctx) {
      const index = ctx.request.indices[0] ?? '';
      const first = proposerOf(index)(query.text);
      if (first === undefined) return query;
      const segmenter = segmenterOf(index);
      const { proposal, changed, outcome } = await firstKnown(first, query.text, {
        segmenter,
        ctx,
        ask: options.ask,
      });
      ctx.meter.correction(OUTCOMES[outcome]);
      if (outcome === 'none') return query;
      const spelling: Spelling = {
        original: query.text,
        used: outcome === 'replace' ? proposal.text : query.text,
        suggested: proposal.text,
        outcome: OUTCOMES[outcome],
        confidence: proposal.confidence,
      };
      return { ...rewritten(query, { proposal, changed, outcome, segmenter, ctx }, options), spelling };
    },
  };
}

interface Asking {
  readonly segmenter: Segmenter;
  readonly ctx: StageContext;
  readonly ask: boolean;
}

interface Decided {
  readonly proposal: Proposal;
  readonly changed: readonly ChangedWords[];
  readonly outcome: Outcome;
}

/** The first proposal whose words the index holds; what people typed and it holds ends the search for others. */
async function firstKnown(
  proposal: Proposal,
  text: string,
  { segmenter, ctx, ask }: Asking,
): Promise<Decided> {
  const changed = changedWords(
    { text, words: segmenter.segment(text) },
    { text: proposal.text, words: segmenter.segment(proposal.text) },
    proposal.edits,
  );
  const evidence = ask && changed.length > 0 ? await evidenceFor(changed, ctx) : undefined;
  const outcome =
    changed.length === 0
      ? 'none'
      : evidence === undefined
        ? proposal.outcome
        : outcomeByEvidence(proposal.outcome, evidence, changed);
  ctx.note({ proposed: proposal.text, confidence: proposal.confidence, outcome });
  return proposal.next !== undefined && evidence?.some(({ corrected }) => corrected === 0) === true
    ? firstKnown(proposal.next, text, { segmenter, ctx, ask })
    : { proposal, changed, outcome };
}

async function evidenceFor(
  changed: readonly ChangedWords[],
  ctx: StageContext,
): Promise<readonly Evidence[]> {
  const evidence = evidenceOf(await ctx.count(textsOf(changed), ctx.signal));
  ctx.note({
    documents: changed.map(({ typed, corrected }, at) => ({ typed, corrected, ...named(evidence[at]) })),
  });
  return evidence;
}

function named(evidence: { typed: number | null; corrected: number | null } | undefined): object {
  return { typedIn: evidence?.typed ?? null, correctedIn: evidence?.corrected ?? null };
}

interface Decision {
  readonly proposal: Proposal;
  readonly changed: readonly ChangedWords[];
  readonly outcome: Exclude<Outcome, 'none'>;
  readonly segmenter: Segmenter;
  readonly ctx: Pick<StageContext, 'note'>;
}

function rewritten(
  query: Query,
  { proposal, changed, outcome, segmenter, ctx }: Decision,
  { weight, readings: most, readingWeight }: CorrectOptions,
): Query {
  if (outcome === 'suggest') return query;
  if (outcome === 'both') return withAlternatives(query, changed, weight);
  const corrected = withText(query, proposal.text, proposal.edits);
  if (query.slots.length === 0) return corrected;
  const readings = segmenter.readings(proposal.text, most);
  if (readings.others.length > 0) ctx.note({ readings: notedReadings(readings.others) });
  return { ...corrected, slots: slotsOf(corrected, readings, readingWeight) };
}
