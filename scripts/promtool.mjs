// promtool tests the alerting rules. Where it is not on the PATH, Debian's package is unpacked into a cache folder:
// nothing is installed and no service is started.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'relevance-gateway',
  'prometheus',
);

/** The folder that holds promtool, to be put on the PATH; undefined where it is there already or cannot be had. */
export function promtoolFolder() {
  if (spawnSync('promtool', ['--version']).error === undefined) return undefined;
  const folder = join(CACHE, 'usr', 'bin');
  if (!existsSync(join(folder, 'promtool'))) unpack();
  return existsSync(join(folder, 'promtool')) ? folder : undefined;
}

function unpack() {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const download = () => spawnSync('apt-get', ['download', 'prometheus'], { cwd: CACHE, stdio: 'ignore' });
  // A machine that never asked for packages has no list of them.
  if (download().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    download();
  }
  const [archive] = readdirSync(CACHE).filter((name) => name.endsWith('.deb'));
  if (archive === undefined) return;
  spawnSync('dpkg-deb', ['-x', join(CACHE, archive), CACHE], { stdio: 'ignore' });
  rmSync(join(CACHE, archive));
}
