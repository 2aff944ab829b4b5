import { trace } from '@opentelemetry/api';

/**
 * Whether the request under way is not sampled. Its stages and requests need no spans of their own then: nobody would see
 * them, and entering each would cost what recording one does.
 */
export function isUnrecorded(): boolean {
  return trace.getActiveSpan()?.isRecording() === false;
}
