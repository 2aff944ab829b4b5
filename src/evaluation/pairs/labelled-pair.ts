import type { Lines } from '../lines.ts';
import { fault, finite, numbered } from '../lines.ts';

/** A query, a text, and how well people thought that the one answers the other. */
export interface LabelledPair {
  readonly query: string;
  readonly text: string;
  /** Higher is better; 0 and 1, or grades. */
  readonly label: number;
}

/**
 * Reads `query TAB text TAB label`, one pair a line, no header.
 * @throws GatewayError `bad_request` naming the file and line
 */
export function readPairs(lines: Lines, file: string): readonly LabelledPair[] {
  const pairs: LabelledPair[] = [];
  for (const [line, place] of numbered(lines, file)) {
    const [query, text, label, ...rest] = line.split('\t');
    if (query === undefined || text === undefined || label === undefined || rest.length > 0) {
      throw fault(place, 'expected query TAB text TAB label');
    }
    const value = finite(label);
    if (value === undefined) throw fault(place, `label "${label}" is not a number`);
    pairs.push({ query, text, label: value });
  }
  return pairs;
}
