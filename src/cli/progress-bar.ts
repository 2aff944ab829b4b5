/** Where a bar is drawn: standard error, so that standard output stays for results. */
export interface Terminal {
  readonly isTTY?: boolean;
  /** 0 where the terminal does not know. */
  readonly columns?: number;
  write(text: string): unknown;
}

const EVERY_MS = 100;
const WIDTH = 24;

/** One line that says how far a job is; silent where there is no terminal. */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #unit: string;
  readonly #started = performance.now();
  #drawn = -Infinity;
  #before: Done | undefined;

  constructor(terminal: Terminal, unit: string) {
    this.#terminal = terminal;
    this.#unit = unit;
  }

  /**
   * The first call says what was done before: rates and what is left go by what comes after it.
   * @param share done, 0..1
   * @param count things done, as the bar's unit names them
   */
  update(share: number, count: number): void {
    const now = performance.now();
    this.#before ??= { share, count };
    if (this.#terminal.isTTY !== true || now - this.#drawn < EVERY_MS) return;
    this.#drawn = now;
    const seconds = (now - this.#started) / 1000;
    const line = barLine({ done: { share, count }, before: this.#before, unit: this.#unit, seconds });
    this.#terminal.write(`\r\x1b[K${line.slice(0, (this.#terminal.columns || 80) - 1)}`);
  }

  /** Takes the line away. */
  done(): void {
    if (this.#terminal.isTTY === true && this.#drawn > -Infinity) this.#terminal.write('\r\x1b[K');
  }
}

interface Done {
  /** 0..1 */
  readonly share: number;
  readonly count: number;
}

/** `[######------------------]  25 %  1,200 documents  400/s  9 s left` */
export function barLine(state: {
  readonly done: Done;
  readonly before: Done;
  readonly unit: string;
  readonly seconds: number;
}): string {
  const { done, before, unit, seconds } = state;
  const full = Math.round(done.share * WIDTH);
  const bar = '#'.repeat(full) + '-'.repeat(WIDTH - full);
  const percent = String(Math.floor(done.share * 100)).padStart(3);
  const rate = seconds > 0 ? Math.round((done.count - before.count) / seconds) : 0;
  const gained = done.share - before.share;
  const left = gained > 0 ? `  ${timeText((seconds * (1 - done.share)) / gained)} left` : '';
  return `[${bar}] ${percent} %  ${thousands(done.count)} ${unit}  ${thousands(rate)}/s${left}`;
}

/** `45 s`, `12 min`, `3 h 20 min` */
function timeText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}
