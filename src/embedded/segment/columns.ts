import type { Column, VectorField } from '../reader.ts';
import { grown } from './growable.ts';
import { byCodePoint } from './inverted.ts';

const NONE: readonly never[] = Object.freeze([]);

export interface ColumnWriter {
  add(doc: number, values: readonly (string | number)[]): void;
  view(): Column;
  renumbered(numbers: Int32Array): ColumnWriter;
}

/** Numbers by document: one in a flat array, several aside. */
export class NumberColumn implements ColumnWriter {
  #single = new Float64Array(0);
  readonly #several = new Map<number, readonly number[]>();

  add(doc: number, values: readonly (string | number)[]): void {
    this.#single = grown(this.#single, doc + 1, Number.NaN);
    const numbers = (values as number[]).toSorted((a, b) => a - b);
    this.#single[doc] = numbers[0] ?? Number.NaN;
    if (numbers.length > 1) this.#several.set(doc, numbers);
  }

  view(): Column {
    return {
      values: (doc) => {
        const value = this.#single[doc];
        if (value === undefined || Number.isNaN(value)) return NONE;
        return this.#several.get(doc) ?? [value];
      },
    };
  }

  renumbered(numbers: Int32Array): NumberColumn {
    return copied(this, new NumberColumn(), numbers);
  }
}

/** Strings by document, each distinct one kept once. */
export class TextColumn implements ColumnWriter {
  /** Ordinal + 1, 0 where there is none. */
  #ordinals = new Int32Array(0);
  readonly #values: (readonly string[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #several = new Map<number, readonly string[]>();

  add(doc: number, values: readonly (string | number)[]): void {
    const distinct = [...new Set(values as string[])].sort(byCodePoint);
    const [first] = distinct;
    if (first === undefined) return;
    let ordinal = this.#known.get(first);
    if (ordinal === undefined) {
      ordinal = this.#values.push([first]);
      this.#known.set(first, ordinal);
    }
    this.#ordinals = grown(this.#ordinals, doc + 1);
    this.#ordinals[doc] = ordinal;
    if (distinct.length > 1) this.#several.set(doc, distinct);
  }

  view(): Column {
    return {
      values: (doc) => {
        const ordinal = this.#ordinals[doc] ?? 0;
        if (ordinal === 0) return NONE;
        return this.#several.get(doc) ?? this.#values[ordinal - 1] ?? NONE;
      },
    };
  }

  renumbered(numbers: Int32Array): TextColumn {
    return copied(this, new TextColumn(), numbers);
  }
}

function copied<T extends ColumnWriter>(from: ColumnWriter, to: T, numbers: Int32Array): T {
  const view = from.view();
  numbers.forEach((target, doc) => {
    if (target < 0) return;
    const values = view.values(doc);
    if (values.length > 0) to.add(target, values);
  });
  return to;
}

/** Vectors side by side in one array. */
export class VectorWriter {
  readonly dims: number;
  readonly #similarity: VectorField['similarity'];
  #data = new Float32Array(0);
  #has = new Uint8Array(0);

  constructor(dims: number, similarity: VectorField['similarity']) {
    this.dims = dims;
    this.#similarity = similarity;
  }

  add(doc: number, vector: Float32Array): void {
    this.#data = grown(this.#data, (doc + 1) * this.dims);
    this.#has = grown(this.#has, doc + 1);
    this.#data.set(vector, doc * this.dims);
    this.#has[doc] = 1;
  }

  view(maxDoc: number): VectorField {
    this.#data = grown(this.#data, maxDoc * this.dims);
    const has = this.#has;
    return {
      dims: this.dims,
      similarity: this.#similarity,
      data: this.#data,
      has: (doc) => has[doc] === 1,
    };
  }

  renumbered(numbers: Int32Array): VectorWriter {
    const out = new VectorWriter(this.dims, this.#similarity);
    numbers.forEach((target, doc) => {
      if (target < 0 || this.#has[doc] !== 1) return;
      out.add(target, this.#data.subarray(doc * this.dims, (doc + 1) * this.dims));
    });
    return out;
  }
}
