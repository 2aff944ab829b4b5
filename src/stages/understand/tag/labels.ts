/** A piece of a text that means something, half-open, in characters (not UTF-16 units). */
export interface TaggedRange {
  readonly start: number;
  readonly end: number;
  /** What it is: a brand, a product, a model … */
  readonly tag: string;
}

/** BIO labels of some tags: `O`, then `B-` and `I-` of each. */
export class LabelSet {
  readonly tags: readonly string[];

  constructor(tags: readonly string[]) {
    this.tags = tags;
  }

  get size(): number {
    return 1 + 2 * this.tags.length;
  }

  /** Whether one may follow the other; `size` as the one before is the beginning. */
  allows(before: number, label: number): boolean {
    const isInside = label > 0 && label % 2 === 0;
    return !isInside || before === label || before === label - 1;
  }

  labelsOf(ranges: readonly TaggedRange[], length: number): readonly number[] {
    const labels = Array.from({ length }, () => 0);
    for (const { start, end, tag } of ranges) {
      const first = 1 + 2 * this.tags.indexOf(tag);
      for (let at = start; at < end; at += 1) labels[at] = at === start ? first : first + 1;
    }
    return labels;
  }

  rangesOf(labels: readonly number[]): readonly TaggedRange[] {
    const ranges: TaggedRange[] = [];
    for (let start = 0; start < labels.length; start += 1) {
      const label = labels[start]!;
      if (label % 2 === 0) continue;
      let end = start + 1;
      while (labels[end] === label + 1) end += 1;
      ranges.push({ start, end, tag: this.tags[(label - 1) / 2]! });
    }
    return ranges;
  }
}

const BIO = /^(?:O|([BI])-(.+))$/;

/**
 * The ranges that BIO labels in words (`B-brand`, `I-brand`, `O`) make.
 * @returns undefined for a label that is none, or an `I-` that continues nothing
 */
export function rangesOfBio(labels: readonly string[]): readonly TaggedRange[] | undefined {
  const ranges: TaggedRange[] = [];
  for (const [at, label] of labels.entries()) {
    const match = BIO.exec(label);
    if (match === null) return undefined;
    const [, place, tag] = match;
    if (tag === undefined) continue;
    const last = ranges.at(-1);
    if (place === 'B') ranges.push({ start: at, end: at + 1, tag });
    else if (last?.end === at && last.tag === tag) ranges[ranges.length - 1] = { ...last, end: at + 1 };
    else return undefined;
  }
  return ranges;
}
