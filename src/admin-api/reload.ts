/** Something wrong with the new configuration, as far as it can be said. */
export interface ReloadFault {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly message: string;
  readonly suggestion?: string | null;
}

/** `POST /api/reload` that took place. */
export interface Reloaded {
  readonly version: string;
  /** Sections that changed but take effect only when the process starts again. */
  readonly restartNeeded: readonly string[];
}
