/** What was found about one part of a gateway. */
export interface Finding {
  readonly about: string;
  /** `fault`: searches suffer or the gateway does not start; `warning`: it could be better. */
  readonly state: 'ok' | 'warning' | 'fault';
  /** In plain words; never a secret. */
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly advice: string | null;
}

export function ok(about: string, detail: string): Finding {
  return { about, state: 'ok', detail, advice: null };
}

export function warning(about: string, detail: string, advice: string): Finding {
  return { about, state: 'warning', detail, advice };
}

export function fault(about: string, detail: string, advice: string): Finding {
  return { about, state: 'fault', detail, advice };
}
