import { exchange, type RawAnswer } from './raw.ts';
import { type Row, setUp, TABLE, tearDown } from './table.ts';

/** One run of the whole table against one address, on an index of its own. */
export interface Lane {
  /** All lanes' indices have names of one length, so that lengths in headers stay comparable. */
  readonly index: string;
  readonly origin: string;
  /** Added to every request. */
  readonly headers: readonly (readonly [string, string])[];
}

export async function runLane(lane: Lane): Promise<ReadonlyMap<Row, RawAnswer>> {
  const answers = new Map<Row, RawAnswer>();
  let saved = '';
  try {
    for (const row of [...setUp, ...TABLE]) {
      const answer = await exchange(lane.origin, inLane(row, lane, saved));
      answers.set(row, answer);
      if (row.save !== undefined) saved = member(answer, row.save);
    }
  } finally {
    for (const row of tearDown) await exchange(lane.origin, inLane(row, lane, saved));
  }
  return answers;
}

function inLane(row: Row, lane: Lane, saved: string): Row {
  const fill = (text: string): string => text.replaceAll('INDEX', lane.index).replaceAll('SAVED', saved);
  const { body } = row;
  return {
    ...row,
    target: fill(row.target),
    headers: [...(row.headers ?? []), ...lane.headers],
    ...(typeof body === 'string' ? { body: fill(body) } : {}),
  };
}

function member(answer: RawAnswer, name: string): string {
  const value = (JSON.parse(answer.body.toString()) as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}
