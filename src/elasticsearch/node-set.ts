import type { Dispatcher } from 'undici';
import type { Clock } from '../domain/clock.ts';
import type { EjectionOptions } from './options.ts';

/** `connect`: nobody answered the call; `reset`: a connection broke before an answer began. */
export type NodeFailure = 'connect' | 'reset';

/**
 * One node and what its last requests said of it.
 *
 *     up --failures in a row--> ejected --pause over--> half open --answer--> up
 *                                  ^----- failure, pause doubled ----'
 */
export class Node {
  readonly url: string;
  /** Path that the URL carries, without its last slash; usually empty. */
  readonly basePath: string;
  readonly dispatcher: Dispatcher;
  readonly #ejection: EjectionOptions;
  readonly #clock: Clock;
  #failuresInRow = 0;
  #lastFailure: NodeFailure = 'connect';
  #failedAt = 0;
  #pauseMs = 0;
  #probing = false;

  constructor(url: string, dispatcher: Dispatcher, rules: { ejection: EjectionOptions; clock: Clock }) {
    this.url = url;
    this.basePath = new URL(url).pathname.replace(/\/+$/, '');
    this.dispatcher = dispatcher;
    this.#ejection = rules.ejection;
    this.#clock = rules.clock;
  }

  get ejected(): boolean {
    return this.#pauseMs > 0;
  }

  get failing(): boolean {
    return this.#failuresInRow > 0;
  }

  /** Whether it may take a request: it is up, or its pause is over and nobody probes it yet. */
  get available(): boolean {
    return !this.ejected || (!this.#probing && this.#pausedFor() >= this.#pauseMs);
  }

  /**
   * Whether it may take a request when no node is available. One that accepts connections is better than
   * none; one that does not is probed more often than beside healthy nodes, so that recovery is quick.
   */
  get lastResort(): boolean {
    return this.#lastFailure === 'reset' || (!this.#probing && this.#pausedFor() >= this.#ejection.baseMs);
  }

  /** A request is on its way. */
  taken(): void {
    if (this.ejected) this.#probing = true;
  }

  /** The request ended without saying anything of the node, as when the client went away. */
  released(): void {
    this.#probing = false;
  }

  succeeded(): void {
    this.#probing = false;
    this.#failuresInRow = 0;
    this.#pauseMs = 0;
  }

  /** @returns `ejected` where this failure set the node aside */
  failed(kind: NodeFailure): 'ejected' | undefined {
    const { failures, baseMs, maxMs } = this.#ejection;
    this.#failuresInRow += 1;
    this.#lastFailure = kind;
    this.#failedAt = this.#clock.now();
    const wasProbing = this.#probing;
    this.#probing = false;
    if (this.ejected) {
      // Requests that were under way when it was ejected do not make the pause longer.
      if (wasProbing) this.#pauseMs = Math.min(maxMs, this.#pauseMs * 2);
      return undefined;
    }
    if (this.#failuresInRow < failures) return undefined;
    this.#pauseMs = Math.min(maxMs, baseMs);
    return 'ejected';
  }

  #pausedFor(): number {
    return this.#clock.now() - this.#failedAt;
  }
}

/** The cluster's nodes in turn, broken ones left out. */
export class NodeSet {
  readonly nodes: readonly Node[];
  #next = 0;

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  /** The next node that may take a request and is not among `tried`; undefined when there is none. */
  pick(tried: readonly Node[]): Node | undefined {
    const next = this.nodes[this.#next]!;
    if (tried.length === 0 && !next.ejected) {
      this.#next = (this.#next + 1) % this.nodes.length;
      return next;
    }
    const node =
      this.#find((each) => each.available && !tried.includes(each)) ??
      this.#find((each) => each.lastResort && !tried.includes(each));
    node?.taken();
    return node;
  }

  /** Whether a healthy node is not among `tried`. */
  hasOther(tried: readonly Node[]): boolean {
    return this.nodes.some((node) => node.available && !tried.includes(node));
  }

  #find(fits: (node: Node) => boolean): Node | undefined {
    const count = this.nodes.length;
    for (let step = 0; step < count; step += 1) {
      const node = this.nodes[(this.#next + step) % count]!;
      if (!fits(node)) continue;
      this.#next = (this.#next + step + 1) % count;
      return node;
    }
    return undefined;
  }
}
