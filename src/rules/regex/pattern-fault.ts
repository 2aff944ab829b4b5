/** A pattern that is not understood; the message says what would be right. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}
