import { JsonFault } from '../../../src/json/fault.ts';

/** The fault that the work ends in; undefined where it ends well. Any other error is the test's. */
export function faultOf(work: () => unknown): JsonFault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}
