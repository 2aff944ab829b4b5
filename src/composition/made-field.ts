/** Makes one field of documents out of their others: a vector, the words of texts. */
export interface FieldMaker {
  readonly field: string;
  /** Paths of `_source` that it reads, besides its own. */
  readonly reads: readonly string[];
  /**
   * The field of each document as JSON text, in order; undefined for a document that has one already or has nothing to
   * make it of.
   * @param sources `_source` of each, parsed
   * @throws GatewayError when it cannot be made
   */
  valuesOf(sources: readonly unknown[], signal: AbortSignal): Promise<readonly (string | undefined)[]>;
}

export function hasField(source: unknown, field: string): boolean {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, field);
}
