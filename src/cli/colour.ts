const CODES = { red: 31, green: 32, yellow: 33 } as const;

/** Where something is written, as far as colours go. */
export interface Coloured {
  readonly isTTY?: boolean;
}

/**
 * Colours a text on a terminal; leaves it alone elsewhere, on dumb terminals, and where `NO_COLOR` is set to anything
 * (no-color.org).
 */
export function colour(
  text: string,
  name: keyof typeof CODES,
  stream: Coloured = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const isPlain = stream.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isPlain ? text : `\u001b[${CODES[name]}m${text}\u001b[39m`;
}
