/**
 * Messages over a local socket: `length of all that follows` and `length of the JSON`, 32 bits each, little end first,
 * then the JSON, then numbers that would be slow as text.
 */
export interface Frame {
  readonly json: unknown;
  readonly numbers: Float32Array | undefined;
}

/** Longer ones are refused on both sides: a hundred long documents are one megabyte. */
export const MOST_FRAME_BYTES = 64 * 1024 * 1024;

export function encodeFrame(json: unknown, numbers?: Float32Array): Buffer {
  const text = Buffer.from(JSON.stringify(json));
  const tail =
    numbers === undefined
      ? Buffer.alloc(0)
      : Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(4 + text.length + tail.length, 0);
  head.writeUInt32LE(text.length, 4);
  return Buffer.concat([head, text, tail]);
}

/** Takes what a socket gives, in pieces of any size, and calls back with each whole frame. */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let have = 0;
  let need = 4;
  return (chunk) => {
    chunks.push(chunk);
    have += chunk.length;
    // Joined only when a frame is whole: a large one comes in many pieces.
    while (have >= need) {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const length = bytes.readUInt32LE(0);
      if (length < 4 || length > MOST_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
      chunks = [bytes];
      need = 4 + length;
      if (have < need) return;
      onFrame(decode(bytes.subarray(4, need)));
      chunks = [bytes.subarray(need)];
      have -= need;
      need = 4;
    }
  };
}

function decode(bytes: Buffer): Frame {
  const length = bytes.readUInt32LE(0);
  const json: unknown = JSON.parse(bytes.toString('utf8', 4, 4 + length));
  const tail = bytes.subarray(4 + length);
  if (tail.length === 0) return { json, numbers: undefined };
  // A copy, since floats have to begin at a multiple of four.
  return { json, numbers: new Float32Array(Uint8Array.from(tail).buffer) };
}
