// Runs every test. Tests that compare with a real Elasticsearch find theirs by environment variables; where
// none is given this script fetches and starts the servers, and stops them afterwards.
//
//   npm test                      everything
//   npm test -- test/unit         jest's own arguments are passed on
//
// ELASTICSEARCH_8_URL, ELASTICSEARCH_9_URL   use these servers
// ELASTICSEARCH_SECURE_URL                   one with security on (user elastic, $ES_PASSWORD or "changeme")
// ELASTICSEARCH_SECURE_CA                    PEM file that vouches for its certificate, when that URL is https
// RELEVANCE_TEST_SERVERS=none                start none
//
// Without Java or Maven the rest runs and the output says what was left out; with CI=true that is a failure.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findOrInstallChromium } from './chromium.mjs';
import { debianTools } from './debian-tools.mjs';
import { findOrBuildToxiproxy, findToxiproxy } from './toxiproxy.mjs';

const STARTER = 'test/support/elasticsearch/elasticsearch.sh';
const SERVERS = [
  { variable: 'ELASTICSEARCH_8_URL', args: ['--version', '8'] },
  { variable: 'ELASTICSEARCH_9_URL', args: ['--version', '9'] },
  { variable: 'ELASTICSEARCH_SECURE_URL', args: ['--version', '8', '--security', '--tls'] },
];

const jestArguments = process.argv.slice(2);
const onlyUnit = jestArguments.length > 0 && jestArguments.every((argument) => argument.includes('unit'));
const needsNoServers =
  onlyUnit ||
  (jestArguments.length > 0 &&
    jestArguments.every((argument) => /unit|test\/(deploy|browser)/.test(argument)));
const environment = { ...process.env };
const started = [];
let status = 1;
try {
  // A green build of ours means that what deploy/ holds was checked; elsewhere those tests say that they were left out.
  const tools = environment.CI === 'true' && !onlyUnit ? debianTools() : undefined;
  if (tools !== undefined) environment.PATH = `${environment.PATH}${delimiter}${tools}`;
  // Likewise the tests of the console.
  const chromium = environment.CI === 'true' && !onlyUnit ? findOrInstallChromium() : undefined;
  if (chromium !== undefined) environment.RELEVANCE_CHROMIUM = chromium;
  // And those of a wire that breaks.
  const toxiproxy = environment.CI === 'true' && !needsNoServers ? findOrBuildToxiproxy() : findToxiproxy();
  if (toxiproxy !== undefined) environment.RELEVANCE_TOXIPROXY = toxiproxy;
  else if (!needsNoServers)
    process.stderr.write('no toxiproxy-server: tests of a wire that breaks are left out\n');
  if (!needsNoServers && environment.RELEVANCE_TEST_SERVERS !== 'none') await startServers();
  status = await run(process.execPath, [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...jestArguments,
  ]);
} finally {
  for (const dir of started) {
    spawnSync(STARTER, ['stop', '--dir', dir], { stdio: 'ignore' });
    rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
process.exit(status);

async function startServers() {
  const wanted = SERVERS.filter(({ variable }) => !environment[variable]);
  if (wanted.length === 0) return;
  const missing = ['java', 'mvn'].filter((tool) => spawnSync(tool, ['-version']).error !== undefined);
  if (missing.length > 0) {
    const message = `no ${missing.join(' and no ')}: tests against a real Elasticsearch`;
    if (environment.CI === 'true') throw new Error(`${message} cannot run`);
    process.stderr.write(`${message} are left out\n`);
    return;
  }
  // One after the other: three cold JVMs at once starve each other on a small machine.
  for (const { variable, args } of wanted) {
    const dir = mkdtempSync(join(tmpdir(), 'relevance-es-'));
    spawnSync('chmod', ['755', dir]);
    started.push(dir);
    const port = String(await freePort());
    const answer = spawnSync(STARTER, ['start', ...args, '--port', port, '--dir', dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    if (answer.status === 0) {
      environment[variable] = answer.stdout.trim();
      if (args.includes('--tls')) environment.ELASTICSEARCH_SECURE_CA = join(dir, 'http-ca.pem');
    } else if (environment.CI === 'true') throw new Error(`${args.join(' ')}: Elasticsearch did not start`);
    else process.stderr.write(`${variable}: did not start, its tests are left out\n`);
  }
}

/** A port whose transport neighbour (port + 100) is free as well. */
async function freePort() {
  for (;;) {
    const port = await listenOnce(0);
    if (port < 65_000 && (await listenOnce(port + 100)) > 0) return port;
  }
}

function listenOnce(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(-1));
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address();
      server.close(() => resolve(taken));
    });
  });
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: environment });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
