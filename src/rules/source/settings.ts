import type { RuleFault } from '../expansion.ts';
import { Faults } from './faults.ts';
import { readJson } from './json.ts';
import type { JsonMember, JsonNode } from './json.ts';
import type { RuleSource } from './lines.ts';

/** Settings are read in one step, which must be short. */
const MOST_CHARACTERS = 256 * 1024;

export interface NumberLimits {
  readonly least?: number;
  readonly most?: number;
  readonly integer?: boolean;
}

/** Reads the settings of a JSON file one by one and gathers what is wrong with them. */
export class SettingsReader {
  readonly #faults: Faults;
  readonly #elsewhere: RuleFault[] = [];

  constructor(file: string) {
    this.#faults = new Faults(file);
  }

  /** The settings at the top of the file; none where it is no JSON object. */
  static open(source: RuleSource, names: readonly string[]): { reader: SettingsReader; settings: Settings } {
    const reader = new SettingsReader(source.file);
    if (source.text.length > MOST_CHARACTERS) {
      reader.fault(1, 'is larger than 256 KB, too much for settings: put words into a file of their own');
      return { reader, settings: new Settings(reader, undefined, { what: 'the file', names }) };
    }
    const { node, faults } = readJson(source.text);
    for (const { line, message } of faults) reader.fault(line, message);
    return { reader, settings: new Settings(reader, node, { what: 'the file', names }) };
  }

  fault(line: number, message: string): void {
    this.#faults.error(line, message);
  }

  /** Adds what is wrong with another file, which these settings name. */
  faultsOf({ errors }: Faults): void {
    this.#elsewhere.push(...errors);
  }

  get errors(): readonly RuleFault[] {
    return [...this.#faults.errors, ...this.#elsewhere];
  }
}

/** The members of one JSON object; each is read with what it may be, and left out where it is not that. */
export class Settings {
  readonly line: number;
  readonly #reader: SettingsReader;
  readonly #members: ReadonlyMap<string, JsonMember>;

  /** @param about what the object is called in messages, and the names it may have */
  constructor(
    reader: SettingsReader,
    node: JsonNode | undefined,
    about: { readonly what: string; readonly names: readonly string[] },
  ) {
    this.#reader = reader;
    this.line = node?.line ?? 1;
    this.#members = node?.value instanceof Map ? node.value : new Map();
    if (node !== undefined && !(node.value instanceof Map)) {
      reader.fault(node.line, `${about.what} is not an object: write {"${about.names[0]}": …}`);
    }
    for (const [name, { line }] of this.#members) {
      if (!about.names.includes(name)) {
        reader.fault(line, `"${name}" is not known here: known are ${about.names.join(', ')}`);
      }
    }
  }

  lineOf(name: string): number {
    return this.#members.get(name)?.line ?? this.line;
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  number(name: string, fallback: number, limits: NumberLimits = {}): number {
    const node = this.#node(name);
    if (node === undefined) return fallback;
    const { least = -Infinity, most = Infinity, integer = false } = limits;
    const { value } = node;
    if (
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value >= least &&
      value <= most &&
      (!integer || Number.isInteger(value))
    ) {
      return value;
    }
    const kind = integer ? 'a whole number' : 'a number';
    const from = least === -Infinity ? '' : ` from ${least}`;
    const to = most === Infinity ? '' : ` up to ${most}`;
    this.#reader.fault(node.line, `"${name}" is not ${kind}${from}${to}: the default is ${fallback}`);
    return fallback;
  }

  boolean(name: string, fallback: boolean): boolean {
    const node = this.#node(name);
    if (node === undefined) return fallback;
    if (typeof node.value === 'boolean') return node.value;
    this.#reader.fault(node.line, `"${name}" is neither true nor false: the default is ${fallback}`);
    return fallback;
  }

  /** Text that is more than blanks, without those at its ends. */
  text(name: string): string | undefined {
    const node = this.#node(name);
    if (node === undefined) return undefined;
    if (typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
    this.#reader.fault(node.line, `"${name}" is not a text in double quotes: write what it stands for`);
    return undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const node = this.#node(name);
    if (node === undefined) return undefined;
    const text = typeof node.value === 'string' ? node.value.toUpperCase() : '';
    const found = values.find((value) => value === text);
    if (found === undefined) this.#reader.fault(node.line, `"${name}" is none of ${values.join(', ')}`);
    return found;
  }

  texts(name: string): readonly string[] {
    const texts: string[] = [];
    for (const { line, value } of this.items(name)) {
      if (typeof value === 'string' && value.trim() !== '') texts.push(value.trim());
      else this.#reader.fault(line, `"${name}" holds what is no text: write ["word", …]`);
    }
    return texts;
  }

  /** Members of a list; empty where there is none. */
  items(name: string): readonly JsonNode[] {
    const node = this.#node(name);
    if (node === undefined) return [];
    if (Array.isArray(node.value)) return node.value as readonly JsonNode[];
    this.#reader.fault(node.line, `"${name}" is not a list: write [ … ]`);
    return [];
  }

  /** The settings of an object; empty where there is none. */
  object(name: string, names: readonly string[]): Settings {
    const node = this.#node(name) ?? { line: this.line, value: new Map<string, JsonMember>() };
    return new Settings(this.#reader, node, { what: `"${name}"`, names });
  }

  /** A member as it stands; null counts as absent. */
  #node(name: string): JsonNode | undefined {
    const node = this.#members.get(name)?.node;
    return node?.value === null ? undefined : node;
  }

  /** A member for what has no reader of its own. */
  node(name: string): JsonNode | undefined {
    return this.#node(name);
  }
}
