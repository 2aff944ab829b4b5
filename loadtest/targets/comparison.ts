import type { Shot } from '../generator/shot.ts';

/** Answers that were compared byte for byte. */
export interface Compared {
  readonly same: number;
  readonly different: number;
  /** Not compared: one of both sides had no complete 200. */
  readonly unanswered: number;
  /** What the first differences looked like, for whoever looks for the reason. */
  readonly examples: readonly string[];
}

const EVERY_MS = 200;
const TIMEOUT_MS = 10_000;
const MOST_EXAMPLES = 3;

/**
 * Asks gateway (with its pipeline off) and engine the same, five times a second, and compares bytes but for `took`, until it is
 * stopped.
 */
export function startComparison(gatewayUrl: string, engineUrl: string, shots: readonly Shot[]) {
  const stopping = new AbortController();
  const counts = { same: 0, different: 0, unanswered: 0, examples: [] as string[] };
  const loop = async (): Promise<void> => {
    for (let at = 0; !stopping.signal.aborted; at += 1) {
      const shot = shots[at % shots.length]!;
      const [ours, theirs] = await Promise.all([ask(gatewayUrl, shot), ask(engineUrl, shot)]);
      if (ours === null || theirs === null) counts.unanswered += 1;
      else if (ours === theirs) counts.same += 1;
      else {
        counts.different += 1;
        if (counts.examples.length < MOST_EXAMPLES) counts.examples.push(`${shot.body}: ${ours} / ${theirs}`);
      }
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  };
  const ended = loop();
  return {
    stop: async (): Promise<Compared> => {
      stopping.abort();
      await ended;
      return counts;
    },
  };
}

/** The answer's text without the time it took; null for none, or another status than 200. */
async function ask(url: string, { method, path, headers, body }: Shot): Promise<string | null> {
  try {
    const answer = await fetch(url + path, {
      method,
      headers: { ...headers, 'relevance-pipeline': 'off' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    return answer.status === 200 ? text.replace(/"took":\d+/, '"took":0') : null;
  } catch {
    // A fault that was made: it is counted as unanswered.
    return null;
  }
}
