// Health of the gateway in this container, for Docker: exit code 0 or 1.
//
//   node healthcheck.mjs             alive: GET /healthz of the admin port
//   node healthcheck.mjs /readyz     ready, which includes what it depends on
//
// Alive is the image's default: to start a gateway again because its Elasticsearch is away would help nobody.
const { RELEVANCE_ADMIN_PORT: port = '9601' } = process.env;
const path = process.argv[2] ?? '/healthz';
try {
  const { ok, status } = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.timeout(4000),
  });
  if (!ok) process.stderr.write(`${path}: ${status}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${path}: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
