/** The environment; of interest are OpenTelemetry's own variables. */
export type OtelVariables = Readonly<Record<string, string | undefined>>;

/** A variable that is set to something. */
export function textOf(env: OtelVariables, name: string): string | undefined {
  const text = env[name]?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Positive; OpenTelemetry wants any other value treated as none. */
export function numberOf(env: OtelVariables, name: string): number | undefined {
  const value = Number(textOf(env, name));
  return value > 0 ? value : undefined;
}
