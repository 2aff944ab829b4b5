/** A server that costs next to nothing: it answers every request with prepared bytes. */
import { createServer } from 'node:net';

const BODY = Buffer.alloc(17 * 1024, '{"_source":{"title":"x"}},');
const HEAD = 'HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n';
// As Elasticsearch frames them: a document with its length, a search in chunks.
const DOCUMENT = Buffer.concat([Buffer.from(`${HEAD}content-length: ${BODY.length}\r\n\r\n`), BODY]);
const SEARCH = Buffer.concat([
  Buffer.from(`${HEAD}Transfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n`),
  BODY,
  Buffer.from('\r\n0\r\n\r\n'),
]);
const LARGE_BYTES = 500 * 1024 * 1024;
const PIECE = Buffer.alloc(256 * 1024, 'x');

let opened = 0;
const server = createServer({ noDelay: true }, (socket) => {
  opened += 1;
  let received = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    for (;;) {
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      if (received.startsWith('POST')) socket.write(SEARCH);
      else if (received.startsWith('GET /large')) sendLarge(socket);
      else socket.write(DOCUMENT);
      received = received.slice(end + 4 + length);
    }
  });
});

function sendLarge(socket) {
  let left = LARGE_BYTES;
  socket.write(`${HEAD}content-length: ${LARGE_BYTES}\r\n\r\n`);
  const fill = () => {
    while (left > 0) {
      left -= PIECE.length;
      if (!socket.write(PIECE)) return void socket.once('drain', fill);
    }
  };
  fill();
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ opened }));
