import { trace } from '@opentelemetry/api';

/**
 * Whether no request is under way that is sampled. Its stages and requests need no spans of their own then: nobody would see
 * them, and entering each would cost what recording one does.
 */
export function isUnrecorded(): boolean {
  return trace.getActiveSpan()?.isRecording() !== true;
}
