import type { CandidateSource } from './candidates.ts';
import { Decoder } from './decode.ts';
import { Reading } from './reading.ts';
import { type Known, type Proposal, Weighing } from './weighing.ts';

/** Finds everything that may have been meant instead in a run, and weighs each by itself. */
export class ProposalSource {
  readonly #source: CandidateSource;
  readonly #decoder: Decoder;
  readonly #trials: Decoder;
  readonly #known: Known | undefined;

  constructor(source: CandidateSource, known: Known | undefined) {
    this.#source = source;
    this.#decoder = new Decoder(source.model.words);
    this.#trials = new Decoder(source.model.words);
    this.#known = known;
  }

  of(run: string): readonly Proposal[] {
    return this.weigh(this.read(run));
  }

  /** What the models say of a run; `before` is the same run before some of its characters were changed. */
  read(run: string, before?: Reading): Reading {
    return new Reading(run, this.#source.model, before);
  }

  weigh(reading: Reading): readonly Proposal[] {
    if (reading.options.size === 0) return [];
    const tools = { decoder: this.#decoder, trials: this.#trials, known: this.#known };
    return new Weighing(reading, this.#source, tools).proposals();
  }
}
