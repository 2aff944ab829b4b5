import { GatewayError } from '../errors.ts';

/**
 * Reads the options that stand beside a stage's name in the configuration. Ask for each, then {@link end}: what
 * nobody asked for is a fault.
 * @throws GatewayError `config_invalid` that names the stage, the option and what it takes
 */
export class StageOptions {
  readonly #stage: string;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #asked = new Set<string>();

  constructor(stage: string, given: Readonly<Record<string, unknown>>) {
    this.#stage = stage;
    this.#given = given;
  }

  number(name: string, { min, max, fallback }: { min: number; max: number; fallback: number }): number {
    return this.optionalNumber(name, { min, max }) ?? fallback;
  }

  optionalNumber(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.#refuse(name, `a number from ${min} to ${max}`);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#take(name) ?? fallback;
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  text(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    return typeof value === 'string' && value !== '' ? value : this.#refuse(name, 'a text');
  }

  required(name: string): string {
    return this.text(name) ?? this.#refuse(name, 'given, a text');
  }

  /** Options below an option; undefined where it is not given. */
  section(name: string): StageOptions | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.#refuse(name, 'options of its own');
    return new StageOptions(`${this.#stage}.${name}`, value as Readonly<Record<string, unknown>>);
  }

  texts(name: string): readonly string[] {
    const value = this.#take(name) ?? [];
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
    return isList ? (value as readonly string[]) : this.#refuse(name, 'a list of texts');
  }

  /** Values by name. @param accepts whether one may be taken; `wanted` says in words which */
  table<T>(
    name: string,
    { accepts, wanted }: { readonly accepts: (value: unknown) => value is T; readonly wanted: string },
  ): ReadonlyMap<string, T> {
    const value = this.#take(name) ?? {};
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    const entries = isTable ? Object.entries(value as Readonly<Record<string, unknown>>) : [];
    const table = new Map<string, T>();
    for (const [key, one] of entries) if (accepts(one)) table.set(key, one);
    return isTable && table.size === entries.length ? table : this.#refuse(name, wanted);
  }

  /** Some of these values, in their order; all of them unless given. */
  subset<T extends string>(name: string, values: readonly T[]): readonly T[] {
    const given = this.#take(name) ?? values;
    const isPart = Array.isArray(given) && given.every((one) => values.includes(one as T));
    return isPart
      ? values.filter((one) => given.includes(one))
      : this.#refuse(name, `some of ${values.join(', ')}`);
  }

  choice<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const value = this.#take(name) ?? fallback;
    const known = values.find((one) => one === value);
    return known ?? this.#refuse(name, `one of ${values.join(', ')}`);
  }

  /** Names with numbers ≥ 0; `known` names those that there are, null takes any. */
  numbers(
    name: string,
    { known, fallback }: { known: readonly string[] | null; fallback: Readonly<Record<string, number>> },
  ): ReadonlyMap<string, number> {
    const wanted =
      known === null ? 'names with numbers of 0 or more' : `numbers of 0 or more for ${known.join(', ')}`;
    return this.#numbers(name, this.#take(name) ?? fallback, { known, wanted });
  }

  /** Names, each with names with numbers ≥ 0. */
  tables<T extends string>(
    name: string,
    {
      known,
      fallback,
    }: { known: readonly T[]; fallback: Readonly<Record<string, Readonly<Record<string, number>>>> },
  ): ReadonlyMap<T, ReadonlyMap<string, number>> {
    const value = this.#take(name) ?? fallback;
    const wanted = `names with numbers of 0 or more, under ${known.join(', ')}`;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.#refuse(name, wanted);
    return new Map(
      Object.entries(value).map(([key, inner]) => {
        const one = known.find((each) => each === key) ?? this.#refuse(name, wanted);
        return [one, this.#numbers(name, inner, { known: null, wanted })];
      }),
    );
  }

  end(): void {
    const stranger = Object.keys(this.#given).find((name) => !this.#asked.has(name));
    if (stranger === undefined) return;
    const known = [...this.#asked].join(', ');
    const takes = known === '' ? 'it takes none' : `it takes ${known}`;
    throw new GatewayError('config_invalid', `stage ${this.#stage} has no option "${stranger}"; ${takes}`);
  }

  #numbers(
    name: string,
    value: unknown,
    { known, wanted }: { known: readonly string[] | null; wanted: string },
  ): ReadonlyMap<string, number> {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.#refuse(name, wanted);
    return new Map(
      Object.entries(value).map(([key, number]: [string, unknown]) => {
        const isKnown = known === null || known.includes(key);
        if (!isKnown || typeof number !== 'number' || !(number >= 0 && number < Infinity))
          this.#refuse(name, wanted);
        return [key, number as number];
      }),
    );
  }

  #take(name: string): unknown {
    this.#asked.add(name);
    return this.#given[name];
  }

  #refuse(name: string, wanted: string): never {
    const message = `stage ${this.#stage}: "${name}" must be ${wanted}`;
    throw new GatewayError('config_invalid', message);
  }
}
