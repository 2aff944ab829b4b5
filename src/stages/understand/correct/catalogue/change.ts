/** A piece of the text that the catalogue writes otherwise. */
export interface CatalogueChange {
  readonly start: number;
  readonly end: number;
  readonly typed: string;
  readonly term: string;
  /** Characters that differ; all of them where letters were typed. */
  readonly differing: number;
  /** Whether every one of them is said exactly as typed. */
  readonly isExact: boolean;
  readonly isLetters: boolean;
}
