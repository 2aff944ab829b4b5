import type { Token } from '../domain/backend.ts';

interface WrittenToken {
  readonly token?: string;
  readonly start_offset?: number;
  readonly end_offset?: number;
}

/** The tokens of an answer to `_analyze`; null where there are none in it. */
export function tokensIn(answer: unknown): readonly Token[] | null {
  const { tokens } = (answer ?? {}) as { readonly tokens?: unknown };
  if (!Array.isArray(tokens)) return null;
  return (tokens as readonly WrittenToken[]).map(
    ({ token = '', start_offset: start = 0, end_offset: end = 0 }) => ({ text: token, start, end }),
  );
}
