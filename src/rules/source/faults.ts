import type { RuleFault } from '../expansion.ts';

/** A file with more is no file of rules. */
const MOST = 1000;
/** Characters. */
const LONGEST_MESSAGE = 400;

/** Gathers what is wrong with a file, and what is doubtful; no more of it than anybody reads. */
export class Faults {
  readonly #file: string;
  readonly #errors: RuleFault[] = [];
  readonly #warnings: RuleFault[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  readonly error = (line: number, message: string): void => this.#add(this.#errors, line, message);

  readonly warn = (line: number, message: string): void => this.#add(this.#warnings, line, message);

  /** Whether there are so many errors that the rest of the file need not be looked at. */
  get isFull(): boolean {
    return this.#errors.length > MOST;
  }

  /** By line. */
  get errors(): readonly RuleFault[] {
    return this.#errors.toSorted(byLine);
  }

  /** By line. */
  get warnings(): readonly RuleFault[] {
    return this.#warnings.toSorted(byLine);
  }

  #add(list: RuleFault[], line: number, message: string): void {
    if (list.length > MOST) return;
    const said =
      list.length < MOST ? clipped(message) : `more than ${MOST} of them: what follows is not told`;
    list.push({ file: this.#file, line, message: said });
  }
}

function byLine(a: RuleFault, b: RuleFault): number {
  return a.line - b.line;
}

/** A message that quotes a very long line, without the middle of it. */
function clipped(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE / 2)} … ${message.slice(-LONGEST_MESSAGE / 2)}`;
}
