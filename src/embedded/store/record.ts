import { crc32 } from 'node:zlib';

/** A stored document; its key holds the index and the sequence number. */
export interface DocumentRecord {
  readonly id: string;
  readonly version: number;
  readonly primaryTerm: number;
  readonly source: Buffer;
}

const CHECKSUM_BYTES = 4;
const LENGTH_BYTES = 4;

/** `crc32 | length of header | header as JSON | source`: a changed byte anywhere is noticed. */
export function encodeRecord(record: DocumentRecord): Buffer {
  const { id, version, primaryTerm, source } = record;
  const header = Buffer.from(JSON.stringify([id, version, primaryTerm]));
  const out = Buffer.allocUnsafe(CHECKSUM_BYTES + LENGTH_BYTES + header.length + source.length);
  out.writeUInt32BE(header.length, CHECKSUM_BYTES);
  header.copy(out, CHECKSUM_BYTES + LENGTH_BYTES);
  source.copy(out, CHECKSUM_BYTES + LENGTH_BYTES + header.length);
  out.writeUInt32BE(crc32(out.subarray(CHECKSUM_BYTES)), 0);
  return out;
}

/** Undefined where the bytes do not add up. */
export function decodeRecord(bytes: Buffer): DocumentRecord | undefined {
  if (bytes.length < CHECKSUM_BYTES + LENGTH_BYTES) return undefined;
  if (bytes.readUInt32BE(0) !== crc32(bytes.subarray(CHECKSUM_BYTES))) return undefined;
  const start = CHECKSUM_BYTES + LENGTH_BYTES;
  const end = start + bytes.readUInt32BE(CHECKSUM_BYTES);
  const [id, version, primaryTerm] = JSON.parse(bytes.toString('utf8', start, end)) as [
    string,
    number,
    number,
  ];
  return { id, version, primaryTerm, source: bytes.subarray(end) };
}
