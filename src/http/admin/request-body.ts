import { GatewayError } from '../../errors.ts';

type Json = Readonly<Record<string, unknown>>;

/** Longest name of an index, a pipeline or a file. */
const NAME_CHARACTERS = 512;
const CONTEXT_PAIRS = 32;

/** Reads the members of a JSON body one by one; each says what is wrong with it in one sentence. */
export class RequestBody {
  readonly #json: Json;

  /** @throws GatewayError `bad_request` for a key that is not among those known */
  constructor(json: Json, known: readonly string[]) {
    const unknown = Object.keys(json).find((key) => !known.includes(key));
    if (unknown !== undefined) {
      throw refusal(`unknown key ${JSON.stringify(unknown.slice(0, 80))}; known are ${known.join(', ')}`);
    }
    this.#json = json;
  }

  has(key: string): boolean {
    return this.#json[key] !== undefined;
  }

  /** A name that must be there. */
  name(key: string, what: string): string {
    const value = this.#json[key];
    if (typeof value === 'string' && value !== '' && value.length <= NAME_CHARACTERS) return value;
    throw refusal(`${key} must be ${what}`);
  }

  optionalName(key: string, what: string): string | undefined {
    return this.has(key) ? this.name(key, what) : undefined;
  }

  /** @param most characters */
  text(key: string, what: string, most = Infinity): string {
    const value = this.#json[key];
    if (typeof value !== 'string') throw refusal(`${key} must be ${what}`);
    if (value.length > most) throw refusal(`${key} must be no longer than ${most} characters`);
    return value;
  }

  /** A list of texts, at least one and at most so many, none of them empty. */
  texts(key: string, { most, characters }: { most: number; characters: number }): readonly string[] {
    const value = this.#json[key];
    const isSound = (text: unknown): text is string =>
      typeof text === 'string' && text !== '' && text.length <= characters;
    if (Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isSound))
      return value;
    throw refusal(`${key} must be a list of 1 to ${most} texts of at most ${characters} characters each`);
  }

  isNull(key: string): boolean {
    return this.#json[key] === null;
  }

  /** @param fallback where the key is not there; without one it must be */
  whole(key: string, least: number, most: number, fallback?: number): number {
    const value = this.#json[key] ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw refusal(`${key} must be a whole number from ${least} to ${most}`);
  }

  object(key: string, what: string): Json {
    const value = this.#json[key];
    if (isObject(value)) return value;
    throw refusal(`${key} must be ${what}`);
  }

  /** An object, or the text of one, which is left as it is written. */
  objectOrText(key: string, what: string): Json | string {
    const value = this.#json[key];
    if (typeof value !== 'string') return this.object(key, what);
    if (isObject(parsed(value))) return value;
    throw refusal(`${key} must be ${what}, or the JSON text of one`);
  }

  /** @returns each item read by `read`, which says what an item must be */
  list<T>(key: string, most: number, read: (item: RequestBody) => T, known: readonly string[]): readonly T[] {
    const value = this.#json[key];
    if (!Array.isArray(value) || value.length === 0 || value.length > most || !value.every(isObject)) {
      throw refusal(`${key} must be a list of 1 to ${most} objects`);
    }
    return value.map((item) => read(new RequestBody(item, known)));
  }

  /** Pairs as in `Relevance-Context`; none where the key is not there. */
  context(): Readonly<Record<string, string>> {
    const value = this.#json['context'] ?? {};
    const isText = (one: unknown): one is string => typeof one === 'string';
    if (!isObject(value) || !Object.values(value).every(isText)) {
      throw refusal('context must be an object of texts');
    }
    if (Object.keys(value).length > CONTEXT_PAIRS) {
      throw refusal(`context must hold no more than ${CONTEXT_PAIRS} pairs`);
    }
    return value as Readonly<Record<string, string>>;
  }
}

export function refusal(message: string): GatewayError {
  return new GatewayError('bad_request', message);
}

/** Undefined where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
