/** Where a bar is drawn: standard error, so that standard output stays for results. */
export interface Terminal {
  readonly isTTY?: boolean;
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

  constructor(terminal: Terminal, unit: string) {
    this.#terminal = terminal;
    this.#unit = unit;
  }

  /**
   * @param share done, 0..1
   * @param count things done, as the bar's unit names them
   */
  update(share: number, count: number): void {
    const now = performance.now();
    if (this.#terminal.isTTY !== true || now - this.#drawn < EVERY_MS) return;
    this.#drawn = now;
    const seconds = (now - this.#started) / 1000;
    const line = barLine({ share, count, unit: this.#unit, seconds });
    this.#terminal.write(`\r\x1b[K${line.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
  }

  /** Takes the line away. */
  done(): void {
    if (this.#terminal.isTTY === true && this.#drawn > -Infinity) this.#terminal.write('\r\x1b[K');
  }
}

/** `[######------------------]  25 %  1,200 documents  400/s  9 s left` */
export function barLine(state: {
  readonly share: number;
  readonly count: number;
  readonly unit: string;
  readonly seconds: number;
}): string {
  const { count, unit, seconds } = state;
  const share = Math.min(1, Math.max(0, state.share));
  const full = Math.round(share * WIDTH);
  const bar = '#'.repeat(full) + '-'.repeat(WIDTH - full);
  const rate = seconds > 0 ? Math.round(count / seconds) : 0;
  const left = share > 0 ? `  ${Math.ceil((seconds * (1 - share)) / share)} s left` : '';
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${thousands(count)} ${unit}  ${thousands(rate)}/s${left}`;
}

export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}
