/** What benches share that ask a gateway of their own: requests on chosen connections, ports, the gateway. */
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The build that is measured. */
export const dist = process.env.RELEVANCE_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));

/** Any status is an answer. */
export function send(url, method, path, { body, agent, type = 'application/json' } = {}) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = request(url + path, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a gateway of one serving process in front of an Elasticsearch, and waits until it knows the mappings.
 * @param cwd where it runs and keeps its data
 * @param tries fifths of a second that it may take
 * @param onStart told of its process at once, so that it can be ended whatever happens
 */
export async function startGateway({
  es,
  cwd,
  env = {},
  stderr = 'ignore',
  tries = 100,
  onStart = () => {},
}) {
  const [port, admin] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(dist, 'cli/main.js'), 'serve'], {
    cwd,
    env: {
      PATH: process.env.PATH,
      ELASTICSEARCH_URL: es,
      RELEVANCE_WORKERS: '1',
      RELEVANCE_PORT: String(port),
      RELEVANCE_ADMIN_PORT: String(admin),
      RELEVANCE_DATA_DIR: cwd,
      ...env,
    },
    stdio: ['ignore', 'ignore', stderr],
  });
  onStart(child);
  for (let tried = 0; tried < tries; tried += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ready = await send(`http://127.0.0.1:${admin}`, 'GET', '/readyz').catch(() => null);
    if (ready?.status === 200 && ready.text.includes('elasticsearch')) {
      // Discovery has read the mapping by then, so that there is something to improve.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return { child, url: `http://127.0.0.1:${port}`, adminUrl: `http://127.0.0.1:${admin}` };
    }
  }
  child.kill('SIGTERM');
  throw new Error('the gateway did not become ready');
}
