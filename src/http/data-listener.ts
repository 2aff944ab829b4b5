import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { PassThrough } from '../domain/engine.ts';
import { NO_REQUEST_SPANS, type RequestSpans } from '../domain/trace.ts';
import type { Logger } from '../domain/logger.ts';
import { GatewayError } from '../errors.ts';
import type { Gate, Refusal } from '../admission/gate.ts';
import { admit } from './admission.ts';
import { ClientConnection } from './client-connection.ts';
import { isOriginForm, requestFault } from './guard.ts';
import { isCheapToRead, parserFault, refusal, refuse, refuseForNow } from './own-answer.ts';

export interface ListenerLimits {
  /** Largest request line and headers together, in bytes. */
  readonly headerBytes: number;
  /** Most open client connections; further ones are closed at once. */
  readonly connections: number;
}

/** How long a client may take over what it sends. */
export interface ClientPatience {
  /** For request line and headers; 408 after it. */
  readonly headersMs: number;
  /** While a body is awaited, at least `bodyBytes` must come in every `bodyWindowMs`; else 408. */
  readonly bodyWindowMs: number;
  readonly bodyBytes: number;
}

export interface DataListenerOptions {
  readonly passThrough: PassThrough;
  /** Whether a request is a search to be improved; must not touch its body. */
  isSearch(request: IncomingMessage): boolean;
  /** Takes such requests, as the gate lets them in. */
  readonly search: RequestListener;
  readonly gate: Gate;
  /** Told of each search that is refused. */
  refused?(reason: Refusal['reason']): void;
  /** Answers requests to paths of the gateway's own; false when it is none. */
  local?(request: IncomingMessage, response: ServerResponse): boolean;
  /** Adds to the answer what browsers want to see; true when the request was theirs alone, and is answered. */
  cors?(request: IncomingMessage, response: ServerResponse): boolean;
  /** Traces requests. */
  readonly spans?: RequestSpans;
  readonly limits: ListenerLimits;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  readonly patience?: ClientPatience;
  readonly logger?: Pick<Logger, 'warn'>;
}

/** The port that speaks Elasticsearch's protocol. */
export interface DataListener {
  readonly server: Server;
  /**
   * Opens the port.
   * @param port 0 takes any free one
   */
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** From now on every answer is the last on its connection; requests and connections are taken as before. */
  retire(): void;
  /** Takes no new connections, finishes what is under way, cuts what is left after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

const PATIENCE: ClientPatience = { headersMs: 60_000, bodyWindowMs: 30_000, bodyBytes: 1024 };
/** Of silence, after which the kernel asks whether the client is still there. */
const PROBE_AFTER_MS = 30_000;
const IDLE_SWEEP_MS = 50;

/**
 * Decides what a request is before anything else sees it: refused, the gateway's own, a search, or, as nearly
 * all, passed through.
 */
export function createDataListener(options: DataListenerOptions): DataListener {
  const { gate, limits, keepAliveMs, logger, patience = PATIENCE, spans = NO_REQUEST_SPANS } = options;
  const connections = new Map<Socket, ClientConnection>();
  let retired = false;

  const route = (request: IncomingMessage, response: ServerResponse): void => {
    const connection = connections.get(request.socket);
    if (connection?.began(request, response) === false) return;
    if (retired) response.shouldKeepAlive = false;
    spans.begin(request, response);
    const fault = requestFault(request);
    if (fault !== null) turnAway(request, response, fault);
    else if (options.cors?.(request, response) === true) return;
    else if (!isOriginForm(request.url ?? '')) forward(request, response);
    else if (options.local?.(request, response) === true) return;
    else if (!isSearch(request)) forward(request, response);
    else {
      admit(gate, {
        request,
        response,
        start: () => options.search(request, response),
        refuse(tooMuch, { reason, retryAfterMs }) {
          options.refused?.(reason);
          if (isCheapToRead(request)) refuseForNow(request, response, tooMuch, retryAfterMs);
          else turnAway(request, response, tooMuch, retryAfterMs);
        },
      });
    }
  };

  const forward = (request: IncomingMessage, response: ServerResponse): void => {
    const span = spans.of(request);
    options.passThrough.forward(request, response, span && { span });
  };

  const turnAway = (
    request: IncomingMessage,
    response: ServerResponse,
    fault: GatewayError,
    retryAfterMs?: number,
  ): void => {
    connections.get(request.socket)?.close();
    refuse(request, response, fault, retryAfterMs);
  };

  const isSearch = (request: IncomingMessage): boolean => {
    try {
      return options.isSearch(request);
    } catch (error) {
      logger?.warn({ err: error }, 'a request could not be looked at; it passes as it is');
      return false;
    }
  };

  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: patience.headersMs,
    // A bulk request or a snapshot may take hours; slow clients are found by what they send.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.max(100, Math.min(30_000, patience.headersMs / 2)),
    keepAliveTimeout: keepAliveMs,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_AFTER_MS,
    noDelay: true,
    // Elasticsearch answers requests without Host.
    requireHostHeader: false,
    insecureHTTPParser: false,
  });
  // Node would leave out headers beyond a count without a word; their bytes are bounded anyway.
  server.maxHeadersCount = 0;
  server.on('connection', (socket: Socket) => {
    // Not by `maxConnections`: a cluster's primary would offer the connection again and again, without end.
    if (connections.size >= limits.connections) {
      socket.destroy();
      return;
    }
    connections.set(socket, new ClientConnection(socket));
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', route);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (requestFault(request) === null) response.writeContinue();
    route(request, response);
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    turnAway(request, response, new GatewayError('expectation_failed', 'only 100-continue can be expected'));
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.end(refusal(new GatewayError('ambiguous_request', 'CONNECT is for tunnels')));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const fault = parserFault(error.code);
    // A connection opened ahead of need gets no answer to a request that it never made.
    if (fault === null || socket.bytesRead === 0) socket.destroy();
    else connections.get(socket)?.refuse(new GatewayError(fault.code, fault.reason, { cause: error }));
  });
  // Out of file descriptors, for one: those who are connected are served, and accepting goes on.
  server.on('error', (error) => logger?.warn({ err: error }, 'a connection could not be accepted'));

  const cutDripping = (): void => {
    for (const connection of connections.values()) {
      if (!connection.isDripping(patience.bodyBytes)) continue;
      connection.refuse(new GatewayError('request_timeout', 'the request body took too long to arrive'));
    }
  };
  // What came while this process stood still is read first: timers come before sockets in Node's loop.
  const sweep = setInterval(() => setImmediate(cutDripping), patience.bodyWindowMs).unref();

  const retire = (): void => {
    retired = true;
    for (const connection of connections.values()) connection.retire();
  };

  return {
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host }, () => {
          server.off('error', reject);
          const address = server.address();
          resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
        });
      }),
    retire,
    drain: async (graceMs) => {
      retired = true;
      clearInterval(sweep);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections.values()) connection.drain();
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
      const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(deadline);
    },
  };
}
