/** Monotonic time in milliseconds; wall clocks jump. */
export interface Clock {
  now(): number;
}
