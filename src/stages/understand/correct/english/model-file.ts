import { GatewayError } from '../../../../errors.ts';

const MAGIC = 'RGSPELL1';
const VERSION = 1;

/** The header of a model file. */
export interface ModelHeader {
  readonly version: number;
  readonly words: number;
  /** log10 of the least share of a word, and what one step of its byte adds. */
  readonly scoreFloor: number;
  readonly scoreStep: number;
  /** Of the log-linear model, by the name of the feature. */
  readonly weights: Readonly<Record<string, number>>;
  readonly sections: Readonly<Record<string, { readonly offset: number; readonly bytes: number }>>;
}

/** A model file in memory: little-endian sections, each at a multiple of eight, behind a JSON header. */
export class ModelFile {
  readonly header: ModelHeader;
  readonly #bytes: Uint8Array;
  readonly #start: number;

  /** @throws GatewayError `config_invalid` for bytes that are no model of this version, or that were cut short */
  constructor(bytes: Uint8Array) {
    // Views of 32-bit numbers need a place that is a multiple of four, which a shared read buffer does not give.
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
    if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) {
      throw new GatewayError('config_invalid', 'not an English spelling model');
    }
    if (bytes.length < MAGIC.length + 4) throw cutShort();
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(MAGIC.length, true);
    this.#start = MAGIC.length + 4 + length;
    if (this.#start > bytes.length) throw cutShort();
    this.header = readHeader(this.#bytes.subarray(MAGIC.length + 4, this.#start));
    if (this.header.version !== VERSION) {
      throw new GatewayError(
        'config_invalid',
        `spelling model of version ${this.header.version}, not ${VERSION}`,
      );
    }
    for (const { offset, bytes: size } of Object.values(this.header.sections)) {
      if (this.#start + offset + size > bytes.length) {
        throw cutShort();
      }
    }
  }

  bytes(name: string): Uint8Array {
    const { offset, bytes } = this.#section(name);
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + offset, bytes);
  }

  words16(name: string): Uint16Array {
    const { offset, bytes } = this.#section(name);
    return new Uint16Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + offset, bytes / 2);
  }

  words32(name: string): Uint32Array {
    const { offset, bytes } = this.#section(name);
    return new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + offset, bytes / 4);
  }

  signedBytes(name: string): Int8Array {
    const { offset, bytes } = this.#section(name);
    return new Int8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + offset, bytes);
  }

  floats(name: string): Float32Array {
    const { offset, bytes } = this.#section(name);
    return new Float32Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + offset, bytes / 4);
  }

  #section(name: string): { readonly offset: number; readonly bytes: number } {
    const section = this.header.sections[name];
    if (section === undefined)
      throw new GatewayError('config_invalid', `the spelling model has no "${name}"`);
    return section;
  }
}

function cutShort(): GatewayError {
  return new GatewayError('config_invalid', 'the spelling model was cut short');
}

function readHeader(bytes: Uint8Array): ModelHeader {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as ModelHeader;
  } catch (error) {
    throw new GatewayError('config_invalid', 'the header of the spelling model is damaged', { cause: error });
  }
}
