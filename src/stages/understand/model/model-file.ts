import { GatewayError } from '../../../errors.ts';

const MAGIC = 'RGMODEL1';
const VERSION = 1;
const ALIGNMENT = 8;

/** One array of a model. */
export type Section = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** What kind of model it is, and what it knows besides its arrays; JSON values only. */
export interface ModelAbout {
  readonly kind: string;
  readonly [key: string]: unknown;
}

interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** A model as one file: `RGMODEL1`, the length of a JSON header, the header, little-endian arrays at multiples of 8. */
export function writeModel(about: ModelAbout, sections: Readonly<Record<string, Section>>): Buffer {
  const places: Record<string, Place> = {};
  let offset = 0;
  for (const [name, { byteLength }] of Object.entries(sections)) {
    places[name] = { offset, bytes: byteLength };
    offset += padded(byteLength);
  }
  const header = Buffer.from(JSON.stringify({ version: VERSION, about, sections: places }));
  const start = padded(MAGIC.length + 4 + header.length);
  const file = Buffer.alloc(start + offset, 0);
  file.write(MAGIC, 'latin1');
  file.writeUInt32LE(start - MAGIC.length - 4, MAGIC.length);
  file.fill(' ', MAGIC.length + 4, start);
  header.copy(file, MAGIC.length + 4);
  for (const [name, { buffer, byteOffset, byteLength }] of Object.entries(sections)) {
    Buffer.from(buffer, byteOffset, byteLength).copy(file, start + places[name]!.offset);
  }
  return file;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** A model file in memory; its arrays are views of it. */
export class ModelFile {
  readonly about: ModelAbout;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #places: ReadonlyMap<string, Place>;

  /**
   * @param kind the kind of model that is expected
   * @throws GatewayError `config_invalid` for bytes that are no such model, or that were cut short
   */
  constructor(given: Uint8Array, kind: string) {
    // Views of 32-bit numbers need a place that is a multiple of four, which a shared read buffer does not give.
    const bytes = given.byteOffset % ALIGNMENT === 0 ? given : Uint8Array.from(given);
    this.#bytes = bytes;
    if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) {
      throw invalid('not a model file');
    }
    if (bytes.length < MAGIC.length + 4) throw invalid('the model was cut short');
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
    this.#start = MAGIC.length + 4 + length;
    if (this.#start > bytes.length) throw invalid('the model was cut short');
    const header = readHeader(bytes.subarray(MAGIC.length + 4, this.#start));
    if (header.version !== VERSION) throw invalid(`model of version ${header.version}, not ${VERSION}`);
    if (header.about.kind !== kind) throw invalid(`a model for ${header.about.kind}, not for ${kind}`);
    this.about = header.about;
    this.#places = new Map(Object.entries(header.sections));
    for (const place of this.#places.values()) this.#check(place);
  }

  /** Everything behind the header, which is all that the arrays are made of. */
  get payload(): Uint8Array {
    return this.#bytes.subarray(this.#start);
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  bytes(name: string): Uint8Array {
    const { offset, bytes } = this.#place(name, 1);
    return new Uint8Array(this.#bytes.buffer, offset, bytes);
  }

  words16(name: string): Uint16Array {
    const { offset, bytes } = this.#place(name, 2);
    return new Uint16Array(this.#bytes.buffer, offset, bytes / 2);
  }

  words32(name: string): Uint32Array {
    const { offset, bytes } = this.#place(name, 4);
    return new Uint32Array(this.#bytes.buffer, offset, bytes / 4);
  }

  floats(name: string): Float32Array {
    const { offset, bytes } = this.#place(name, 4);
    return new Float32Array(this.#bytes.buffer, offset, bytes / 4);
  }

  #place(name: string, unit: number): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw invalid(`the model has no "${name}"`);
    if (place.bytes % unit !== 0) throw invalid(`"${name}" of the model is damaged`);
    return { offset: this.#bytes.byteOffset + this.#start + place.offset, bytes: place.bytes };
  }

  #check({ offset, bytes }: Place): void {
    const isPlace = Number.isInteger(offset) && Number.isInteger(bytes) && offset >= 0 && bytes >= 0;
    if (!isPlace || offset % ALIGNMENT !== 0) throw invalid('the header of the model is damaged');
    if (this.#start + offset + bytes > this.#bytes.length) throw invalid('the model was cut short');
  }
}

interface Header {
  readonly version: number;
  readonly about: ModelAbout;
  readonly sections: Readonly<Record<string, Place>>;
}

function readHeader(bytes: Uint8Array): Header {
  let header: Partial<Header> | null;
  try {
    header = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<Header> | null;
  } catch (error) {
    throw new GatewayError('config_invalid', 'the header of the model is damaged', { cause: error });
  }
  const { version, about, sections } = header ?? {};
  if (version === undefined || typeof about !== 'object' || typeof sections !== 'object') {
    throw invalid('the header of the model is damaged');
  }
  return { version, about, sections };
}

function invalid(message: string): GatewayError {
  return new GatewayError('config_invalid', message);
}
