/** How many different keys of one object are told apart; past it an object is open-ended anyway. */
export const MAX_KEYS = 1000;

/** What the values of one field look like, over all documents seen. Holds counts, never values. */
export interface FieldProfile {
  integers: number;
  fractions: number;
  booleans: number;
  strings: StringProfile;
  objects: number;
  /** Of objects, by key. */
  readonly children: Map<string, FieldProfile>;
  /** Arrays of numbers: how long all of them are; 0 where lengths differ. */
  vector: { arrays: number; length: number };
}

export interface StringProfile {
  count: number;
  /** UTF-16 units of all values together, and how many of them are Chinese characters. */
  length: number;
  chinese: number;
  /** Values that are an ISO 8601 date, a plain number, `true` or `false`, or one word without letters or a URL. */
  dates: number;
  numbers: number;
  fractions: number;
  booleans: number;
  codes: number;
}

export function emptyProfile(): FieldProfile {
  return {
    integers: 0,
    fractions: 0,
    booleans: 0,
    strings: { count: 0, length: 0, chinese: 0, dates: 0, numbers: 0, fractions: 0, booleans: 0, codes: 0 },
    objects: 0,
    children: new Map(),
    vector: { arrays: 0, length: 0 },
  };
}

/** Share of Chinese characters in all texts, 0..1. */
export function chineseShare(root: FieldProfile): number {
  const total = { length: 0, chinese: 0 };
  const add = ({ strings, children }: FieldProfile): void => {
    total.length += strings.length;
    total.chinese += strings.chinese;
    for (const child of children.values()) add(child);
  };
  add(root);
  return total.length === 0 ? 0 : total.chinese / total.length;
}

/** Adds a document's fields to those of the documents before it. */
export function observeDocument(root: FieldProfile, document: object): void {
  root.objects += 1;
  for (const [key, value] of Object.entries(document)) {
    let child = root.children.get(key);
    if (child === undefined) {
      if (root.children.size >= MAX_KEYS) continue;
      child = emptyProfile();
      root.children.set(key, child);
    }
    observe(child, value);
  }
}

function observe(profile: FieldProfile, value: unknown): void {
  if (typeof value === 'string') observeString(profile.strings, value);
  else if (typeof value === 'boolean') profile.booleans += 1;
  else if (typeof value === 'number') {
    if (Number.isInteger(value)) profile.integers += 1;
    else profile.fractions += 1;
  } else if (Array.isArray(value)) observeArray(profile, value);
  else if (typeof value === 'object' && value !== null) observeDocument(profile, value);
}

function observeArray(profile: FieldProfile, items: readonly unknown[]): void {
  if (items.length > 0 && items.every((item) => typeof item === 'number')) {
    const { vector } = profile;
    vector.length = vector.arrays === 0 || vector.length === items.length ? items.length : 0;
    vector.arrays += 1;
  }
  // An array is a field with several values; of objects too, each on its own.
  for (const item of items) observe(profile, item);
}

const DATE =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** No leading zeros and no exponent: `007` is a code. */
const NUMBER = /^-?(0|[1-9]\d{0,17})(\.\d+)?$/;
const CHINESE = /[\u4e00-\u9fff]/g;
const CODE = /^([^\s\p{L}]+|https?:\/\/\S+)$/u;

function observeString(strings: StringProfile, value: string): void {
  // Says nothing about its field, whatever type that has.
  if (value === '') return;
  strings.count += 1;
  strings.length += value.length;
  strings.chinese += value.match(CHINESE)?.length ?? 0;
  if (DATE.test(value)) strings.dates += 1;
  if (value === 'true' || value === 'false') strings.booleans += 1;
  const number = NUMBER.exec(value);
  if (number !== null) strings.numbers += 1;
  if (number?.[2] !== undefined) strings.fractions += 1;
  if (CODE.test(value)) strings.codes += 1;
}
