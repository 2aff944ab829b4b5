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
