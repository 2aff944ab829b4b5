export type JsonFaultReason = 'syntax' | 'duplicate_key' | 'encoding' | 'depth' | 'size' | 'lone_surrogate';

/** Bytes that are not the JSON they should be, and where. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  readonly reason: JsonFaultReason;
  /** Byte offset of the first byte that is at fault. */
  readonly offset: number;

  constructor(reason: JsonFaultReason, offset: number, message: string) {
    super(`${message} at byte ${offset}`);
    this.reason = reason;
    this.offset = offset;
  }
}
