/** Why a model cannot be used; the message says what to mend and names the file. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault';
}

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
}
