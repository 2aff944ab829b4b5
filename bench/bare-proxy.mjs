/** The least that a proxy of Node's `http` and undici can be: the yardstick of `pass-through.mjs`. */
import { createServer } from 'node:http';
import { Pool } from 'undici';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'te',
]);
const pool = new Pool(process.argv[2], {
  connections: 128,
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
});

const endToEnd = (raw) => {
  const kept = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = String(raw[at]);
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, String(raw[at + 1]));
  }
  return kept;
};

const server = createServer((request, response) => {
  const { method, url: path, headers, rawHeaders } = request;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  pool.dispatch(
    { method, path, headers: endToEnd(rawHeaders), body: hasBody ? request : null, reset: false },
    {
      onConnect: (abort) => response.once('close', () => response.writableFinished || abort()),
      onHeaders(status, raw, resume, text) {
        response.on('drain', resume).writeHead(status, text, endToEnd(raw));
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete: () => response.end(),
      onError: () => response.destroy(),
    },
  );
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
