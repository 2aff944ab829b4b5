import type { EngineAnswer } from '../../domain/engine.ts';

interface Waiting<Sent> {
  readonly sent: Sent;
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Brings the legs of several searches together into one request: it goes out when every search has either
 * asked for its leg or said that it will not.
 */
export class Gather<Sent> {
  readonly #waiting = new Map<number, Waiting<Sent>>();
  readonly #sendAll: (all: ReadonlyMap<number, Sent>) => Promise<ReadonlyMap<number, EngineAnswer>>;
  #expected: number;

  constructor(
    expected: number,
    sendAll: (all: ReadonlyMap<number, Sent>) => Promise<ReadonlyMap<number, EngineAnswer>>,
  ) {
    this.#expected = expected;
    this.#sendAll = sendAll;
  }

  /** The leg of one search; resolves when the common answer is there. */
  send(item: number, sent: Sent): Promise<EngineAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(item, { sent, resolve, reject });
      this.#sendWhenComplete();
    });
  }

  /** A search that ended without asking for its leg. */
  withdraw(): void {
    this.#expected -= 1;
    this.#sendWhenComplete();
  }

  #sendWhenComplete(): void {
    if (this.#waiting.size !== this.#expected) return;
    const waiting = [...this.#waiting];
    const all = new Map(waiting.map(([item, { sent }]) => [item, sent]));
    this.#sendAll(all).then(
      (answers) => {
        for (const [item, { resolve, reject }] of waiting) {
          const answer = answers.get(item);
          if (answer === undefined) reject(new Error(`no answer for item ${item}`));
          else resolve(answer);
        }
      },
      (error: unknown) => {
        for (const [, { reject }] of waiting) reject(error);
      },
    );
  }
}
