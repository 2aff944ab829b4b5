import type { Token } from '../reader.ts';
import type { TokenFilter } from './token-stream.ts';
import { mapText } from './token-stream.ts';

/** Lucene's CJKWidthFilter: full-width ASCII becomes ASCII, half-width katakana becomes full-width. */
export const cjkWidth: TokenFilter = mapText((text) =>
  text.replace(/[\uff01-\uff5e\uff65-\uff9f]+/g, (run) =>
    run
      .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
      .replace(/[\uff65-\uff9f]+/g, fullWidthKatakana),
  ),
);

function fullWidthKatakana(run: string): string {
  // NFKC spells half-width katakana out and joins it with its voice mark, as the filter does.
  return run
    .normalize('NFKC')
    .replace(/[\u3099\u309a]/g, (mark) => (mark === '\u3099' ? '\u309b' : '\u309c'));
}

const SCRIPTS: Readonly<Record<string, string>> = {
  han: '<IDEOGRAPHIC>',
  hiragana: '<HIRAGANA>',
  katakana: '<KATAKANA>',
  hangul: '<HANGUL>',
};

export interface BigramOptions {
  readonly outputUnigrams?: boolean;
  /** Names of scripts left as they are: `han`, `hiragana`, `katakana`, `hangul`. */
  readonly ignored?: readonly string[];
}

/** Lucene's CJKBigramFilter: adjacent CJK characters become pairs; a character that stands alone stays. */
export function cjkBigram(options: BigramOptions = {}): TokenFilter {
  const ignored = new Set(options.ignored ?? []);
  const types = new Set(
    Object.entries(SCRIPTS).flatMap(([script, type]) => (ignored.has(script) ? [] : [type])),
  );
  const unigrams = options.outputUnigrams ?? false;
  return (stream) => {
    const tokens: Token[] = [];
    let run: Token[] = [];
    let position = -1;
    let before = -1;
    const flush = (): void => {
      position = pairs({ run, unigrams, position, tokens });
      run = [];
    };
    for (const token of stream.tokens) {
      const step = token.position - before;
      before = token.position;
      if (!types.has(token.type)) {
        flush();
        position += step;
        tokens.push({ ...token, position });
        continue;
      }
      if (run.length > 0 && run.at(-1)?.end !== token.start) flush();
      run.push(...characters(token));
    }
    flush();
    return { tokens, holes: stream.holes };
  };
}

function characters(token: Token): Token[] {
  const aligned = token.end - token.start === token.text.length;
  const out: Token[] = [];
  let at = token.start;
  for (const text of token.text) {
    out.push(aligned ? { ...token, text, start: at, end: at + text.length } : { ...token, text });
    at += text.length;
  }
  return out;
}

interface Pairing {
  readonly run: readonly Token[];
  readonly unigrams: boolean;
  readonly position: number;
  readonly tokens: Token[];
}

/** Writes a run's pairs and returns the position of the last. */
function pairs({ run, unigrams, position, tokens }: Pairing): number {
  const single = (token: Token, at: number): void => {
    tokens.push({ ...token, type: '<SINGLE>', position: at });
  };
  const [first] = run;
  if (first === undefined) return position;
  if (run.length === 1) {
    single(first, position + 1);
    return position + 1;
  }
  let last = position;
  run.forEach((token, i) => {
    const next = run[i + 1];
    if (unigrams) single(token, ++last);
    if (next === undefined) return;
    if (!unigrams) last++;
    const text = token.text + next.text;
    const span = unigrams ? { positionLength: 2 } : {};
    tokens.push({ text, position: last, start: token.start, end: next.end, type: '<DOUBLE>', ...span });
  });
  return last;
}
