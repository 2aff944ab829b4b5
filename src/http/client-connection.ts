import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { GatewayError } from '../errors.ts';
import { refusal } from './own-answer.ts';

/** How long a refused client may take to read why before its connection is cut. */
const LINGER_MS = 500;

/** One client connection and the requests under way on it. */
export class ClientConnection {
  readonly #socket: Socket;
  #request: IncomingMessage | null = null;
  #response: ServerResponse | null = null;
  /** The response before the last, where it was not finished when the last began: pipelining. */
  #earlier: ServerResponse | null = null;
  #refused = false;
  #windowStart = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** False where what came before was refused: nobody knows any more where a request begins. */
  began(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#refused) return false;
    this.#earlier = this.#response === null || this.#response.writableFinished ? null : this.#response;
    this.#request = request;
    this.#response = response;
    return true;
  }

  /** The request under way is refused by its own response; none after it is looked at. */
  close(): void {
    this.#refused = true;
  }

  /** The answer under way, where its head has not gone out, says that it is the last on its connection. */
  retire(): void {
    if (this.#response?.headersSent === false) this.#response.shouldKeepAlive = false;
  }

  /** After the request under way, if any, the connection ends; one that never carried any ends now. */
  drain(): void {
    if (this.#response === null && this.#socket.bytesRead === 0) this.#socket.destroy();
    else this.retire();
  }

  /**
   * Whether less than `leastBytes` of a body came since the last call although somebody waits for it. A body
   * that is held back because Elasticsearch is slow is not the client's fault.
   */
  isDripping(leastBytes: number): boolean {
    const came = this.#socket.bytesRead - this.#windowStart;
    this.#windowStart = this.#socket.bytesRead;
    const request = this.#request;
    return request !== null && !request.complete && request.readableFlowing === true && came < leastBytes;
  }

  /** Answers what cannot be understood, after everything that came before it, and closes. */
  refuse(error: GatewayError): void {
    if (this.#refused) return;
    this.#refused = true;
    const broken = this.#request?.complete === false;
    const awaited = broken ? this.#earlier : this.#response;
    if (awaited === null || awaited.writableFinished || awaited.destroyed) this.#end(error, broken);
    else awaited.once('close', () => this.#end(error, broken));
  }

  #end(error: GatewayError, broken: boolean): void {
    const socket = this.#socket;
    // In the middle of an answer, only a cut tells the client that it is not complete.
    if (!socket.writable || (broken && this.#response?.headersSent === true)) {
      socket.destroy();
      return;
    }
    socket.end(refusal(error));
    // Cut at once, the client's kernel could throw the answer away with what it still sends.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }
}
