import { z } from 'zod';

/** Secrets stand in the environment, never in the file: `${NAME}` names the variable. */
const REFERENCE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

export function secret(): z.ZodDefault<z.ZodNullable<z.ZodString>> {
  return z
    .string()
    .regex(REFERENCE, { error: 'must name an environment variable, as in ${ELASTICSEARCH_API_KEY}' })
    .nullable()
    .default(null);
}
