/** One request as it is sent, and how often it comes beside the others. */
export interface Shot {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Above 0. */
  readonly weight: number;
}
