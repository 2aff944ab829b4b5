import { z } from 'zod';

/** A block of keys; absent or empty means all defaults, and a key it does not know is an error. */
export function section<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodPrefault<z.ZodObject<Shape, z.core.$strict>> {
  return z.strictObject(shape).prefault({} as z.input<z.ZodObject<Shape, z.core.$strict>>);
}

/** A whole number within bounds. */
export function whole(min: number, max: number): z.ZodNumber {
  return z.number().int().min(min).max(max);
}

/** A file, relative to the folder of the configuration file. */
export function filePath(): z.ZodString {
  return z.string().min(1);
}

/** An address of somebody else's service. It is shown with the configuration, so what is secret has a key of its own. */
export function serviceUrl(): z.ZodString {
  return z.string().superRefine((text, ctx) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      ctx.addIssue({ code: 'custom', message: 'must be an http or https URL' });
    } else if (url.username !== '' || url.password !== '') {
      ctx.addIssue({
        code: 'custom',
        message: 'must not hold a user or a password: there is a key for them',
      });
    }
  });
}
