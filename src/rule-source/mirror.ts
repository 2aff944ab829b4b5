import type { Logger } from '../domain/logger.ts';
import { toGatewayError } from '../errors.ts';
import type { RuleBundle } from './bundle.ts';
import type { RuleCopies } from './copies.ts';
import type { RuleSource } from './source.ts';

export interface MirrorOptions {
  readonly source: RuleSource;
  readonly copies: RuleCopies;
  readonly pollMs: number;
  readonly logger: Logger;
  /** Puts the rules of a folder into force everywhere; gives what is wrong with them, null where they are in force. */
  readonly offer: (folder: string) => Promise<string | null>;
  /** 0..1 */
  readonly random?: () => number;
}

/** How a gateway stands to the place that it takes its rules from. */
export interface SourceReport {
  readonly name: string;
  /** Of the source's files that are in force; the same on every replica that has them. Null before the first. */
  readonly version: string | null;
  /** `current`; `unreachable`, then what was there before serves; `refused`, then the source holds faulty rules. */
  readonly state: 'current' | 'unreachable' | 'refused';
  /** When the source was last heard of, ISO 8601. */
  readonly heardAt: string | null;
  /** Why it is not current. */
  readonly reason: string | null;
}

const FETCH_MS = 10_000;
const FIRST_FETCH_MS = 3000;
const LONGEST_PAUSE_MS = 60_000;
/** Replicas that were started together ask at different times. */
const JITTER = 0.2;

/** Keeps rules the same as a source's: asks it again and again, and holds a copy of what was good last. */
export class RuleMirror {
  readonly #options: MirrorOptions;
  /** Of the rules in force. */
  #version: string | undefined;
  /** Whether they were found sound. */
  #isGood = false;
  #refused: string | undefined;
  #state: SourceReport['state'] = 'unreachable';
  #heardAt: string | null = null;
  #reason: string | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #gone = new AbortController();

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  /** The folder to start with: the last good copy; where there is none, what the source has, if it answers soon. */
  async open(): Promise<string | undefined> {
    const { copies } = this.#options;
    this.#version = await copies.good();
    this.#isGood = this.#version !== undefined;
    if (this.#version === undefined) {
      try {
        const bundle = await this.#options.source.fetch(AbortSignal.timeout(FIRST_FETCH_MS));
        if (bundle !== undefined) {
          await copies.write(bundle);
          this.#version = bundle.version;
        }
      } catch (error) {
        this.#failed(error);
      }
    }
    return this.folder();
  }

  /** Of the rules in force. */
  folder(): string | undefined {
    return this.#version === undefined ? undefined : this.#options.copies.folderOf(this.#version);
  }

  /** Asks now, and then again and again. */
  start(): void {
    void this.#round();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  report(): SourceReport {
    return {
      name: this.#options.source.name,
      version: this.#version ?? null,
      state: this.#state,
      heardAt: this.#heardAt,
      reason: this.#reason,
    };
  }

  /** Asks once, and takes what is new. Never throws. */
  async poll(): Promise<void> {
    try {
      const signal = AbortSignal.any([this.#gone.signal, AbortSignal.timeout(FETCH_MS)]);
      const bundle = await this.#options.source.fetch(signal);
      this.#heardAt = new Date().toISOString();
      this.#failures = 0;
      if (bundle === undefined) {
        // Nothing new: what was refused is still there, and what was in force still is.
        this.#state = this.#refused === undefined ? 'current' : 'refused';
        if (this.#refused === undefined) this.#reason = null;
      } else await this.#take(bundle);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #take(bundle: RuleBundle): Promise<void> {
    const { copies, logger } = this.#options;
    const { version } = bundle;
    if (version === this.#refused) return void (this.#state = 'refused');
    if (version !== this.#version || !this.#isGood) {
      await copies.write(bundle);
      const fault = await this.#options.offer(copies.folderOf(version));
      if (fault !== null) {
        this.#refused = version;
        this.#state = 'refused';
        this.#reason = fault;
        logger.error({ version, reason: fault }, 'shared rules were refused; the rules before stay in force');
        return;
      }
      await copies.setGood(version);
      this.#version = version;
      this.#isGood = true;
      logger.info({ version, files: bundle.files.size }, 'shared rules are in force');
    }
    this.#refused = undefined;
    this.#state = 'current';
    this.#reason = null;
  }

  #failed(error: unknown): void {
    if (this.#gone.signal.aborted) return;
    const { message } = toGatewayError(error);
    if (this.#failures === 0) {
      const { source, logger } = this.#options;
      logger.warn(
        { source: source.name, reason: message },
        'the source of rules is away; the rules before serve',
      );
    }
    this.#failures += 1;
    this.#state = 'unreachable';
    this.#reason = message;
  }

  async #round(): Promise<void> {
    await this.poll();
    if (this.#gone.signal.aborted) return;
    const { pollMs, random = Math.random } = this.#options;
    const longest = Math.max(pollMs, LONGEST_PAUSE_MS);
    const pause = Math.min(longest, pollMs * 2 ** Math.min(this.#failures, 10));
    this.#timer = setTimeout(() => void this.#round(), pause * (1 - JITTER + 2 * JITTER * random()));
    this.#timer.unref();
  }
}
