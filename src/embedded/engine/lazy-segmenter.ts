import type { Readings, Segment, Segmenter } from '../../domain/segmenter.ts';

/** A segmenter whose dictionary is read when an index first asks for it: half a second and 85 MB that most never need. */
export class LazySegmenter implements Segmenter {
  readonly #load: () => Promise<Segmenter>;
  #loading: Promise<void> | undefined;
  #segmenter: Segmenter | undefined;

  constructor(load: () => Promise<Segmenter>) {
    this.#load = load;
  }

  /** To be awaited before anything is cut. */
  prepare(): Promise<void> {
    this.#loading ??= this.#load().then((segmenter) => {
      this.#segmenter = segmenter;
    });
    return this.#loading;
  }

  segment(text: string): readonly Segment[] {
    return this.#loaded().segment(text);
  }

  readings(text: string, most: number): Readings {
    return this.#loaded().readings(text, most);
  }

  words(text: string): readonly Segment[] {
    return this.#loaded().words(text);
  }

  #loaded(): Segmenter {
    if (this.#segmenter === undefined) throw new Error('the dictionary of the jieba analyzer is not loaded');
    return this.#segmenter;
  }
}

/** Whether settings, a mapping or a request name the analyzer or tokenizer that needs the segmenter. */
export function namesJieba(text: string | Buffer): boolean {
  return text.includes('jieba');
}
