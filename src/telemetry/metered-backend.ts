import type { ServerResponse } from 'node:http';
import type { Backend } from '../domain/backend.ts';
import type { TraceSpan } from '../domain/trace.ts';
import { toGatewayError } from '../errors.ts';
import { engineSpan } from './engine-span.ts';
import type { Meters } from './meters.ts';

/** The same backend, with every request to it counted and timed; those on behalf of a search have a span. */
export function meteredBackend(backend: Backend, meters: Pick<Meters, 'upstream' | 'inFlight'>): Backend {
  const { engine, passThrough } = backend;

  /** Begins one request; the function that comes back ends it, once. */
  function begin(kind: 'search' | 'pass', span: TraceSpan | undefined): (outcome: string) => void {
    const startedMs = performance.now();
    meters.inFlight(1);
    return (outcome) => {
      meters.inFlight(-1);
      meters.upstream({ kind, outcome, durationMs: performance.now() - startedMs, span });
    };
  }

  return {
    ...backend,
    engine: {
      async exchange(request, signal) {
        const end = begin('search', request.span);
        try {
          const answer = await engineSpan(request, (spanned) => engine.exchange(spanned, signal));
          end(classOf(answer.status));
          return answer;
        } catch (error) {
          end(toGatewayError(error).code);
          throw error;
        }
      },
    },
    passThrough: {
      forward(request, response, options) {
        const end = begin('pass', options?.span);
        response.once('close', () => end(outcomeOf(response)));
        passThrough.forward(request, response, options);
      },
    },
  };
}

function outcomeOf(response: ServerResponse): string {
  return response.writableFinished ? classOf(response.statusCode) : 'gone';
}

/** `4xx` for 404; single statuses would be many series for little. */
function classOf(status: number): string {
  return `${Math.floor(status / 100)}xx`;
}
