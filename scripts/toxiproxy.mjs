// Toxiproxy stands between gateway and engine in tests and breaks the wire. It is what RELEVANCE_TOXIPROXY names, or
// `toxiproxy-server` on the PATH; build machines build it with Go, into the folder where other programs of tests are kept.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SOURCE = 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0';
// The version stands in the folder, so that another one is built when it changes.
const FOLDER = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'relevance-gateway',
  'go',
  'toxiproxy-2.12.0',
);

/** Path of its server; undefined where there is none. */
export function findToxiproxy() {
  const { RELEVANCE_TOXIPROXY: named = '' } = process.env;
  if (named !== '') return named;
  const { stdout } = spawnSync('which', ['toxiproxy-server'], { encoding: 'utf8' });
  const onPath = stdout?.trim() ?? '';
  if (onPath !== '') return onPath;
  const built = join(FOLDER, 'server');
  return existsSync(built) ? built : undefined;
}

/** As {@link findToxiproxy}, built where that is needed and Go is there. */
export function findOrBuildToxiproxy() {
  const found = findToxiproxy();
  if (found !== undefined) return found;
  mkdirSync(FOLDER, { recursive: true });
  const { error } = spawnSync('go', ['install', SOURCE], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GOBIN: FOLDER },
  });
  if (error !== undefined) process.stderr.write('no Go: Toxiproxy cannot be built\n');
  return findToxiproxy();
}
