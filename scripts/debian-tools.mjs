// Programs that check what deploy/ holds: promtool and haproxy. Where one is not on the PATH, Debian's package is unpacked
// into a cache folder with the libraries that it needs: nothing is installed and no service is started.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'relevance-gateway', 'debian');

const TOOLS = [
  { name: 'promtool', file: 'usr/bin/promtool', debian: 'prometheus', version: '--version' },
  { name: 'prometheus', file: 'usr/bin/prometheus', debian: 'prometheus', version: '--version' },
  { name: 'haproxy', file: 'usr/sbin/haproxy', debian: 'haproxy', version: '-v' },
];

/** The most packages that one program takes with its libraries. */
const MOST_PACKAGES = 12;

/** The folder of those that are not on the PATH, to be put there; undefined where none is missing or none can be had. */
export function debianTools() {
  const missing = TOOLS.filter(({ name, version }) => spawnSync(name, [version]).error !== undefined);
  const bin = join(CACHE, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const { name, file, debian } of missing) {
    if (existsSync(join(bin, name))) continue;
    const root = join(CACHE, debian);
    if (!existsSync(join(root, file))) unpack(debian, root);
    if (existsSync(join(root, file))) writeStarter(join(bin, name), join(root, file), root);
  }
  return readdirSync(bin).length > 0 ? bin : undefined;
}

/** A script in its place that says where its libraries are. */
function writeStarter(path, program, root) {
  const libraries = join(root, 'usr', 'lib');
  const folders = existsSync(libraries) ? readdirSync(libraries).map((name) => join(libraries, name)) : [];
  writeFileSync(path, `#!/bin/sh\nLD_LIBRARY_PATH='${folders.join(':')}' exec '${program}' "$@"\n`);
  chmodSync(path, 0o755);
}

/** The package and, one after the other, those of its libraries that this machine lacks. */
function unpack(wanted, root) {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const queue = [wanted];
  for (let at = 0; at < queue.length && at < MOST_PACKAGES; at += 1) {
    const archive = download(queue[at], root);
    if (archive === undefined) return;
    spawnSync('dpkg-deb', ['-x', archive, root], { stdio: 'ignore' });
    for (const name of dependenciesOf(archive)) if (!queue.includes(name)) queue.push(name);
    rmSync(archive);
  }
}

function download(name, folder) {
  const ask = () => spawnSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore' });
  // A machine that never asked for packages has no list of them.
  if (ask().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    ask();
  }
  const archive = readdirSync(folder).find((file) => file.endsWith('.deb'));
  return archive === undefined ? undefined : join(folder, archive);
}

/** Shared libraries that it depends on and that are not installed; scripts for web pages are no such thing. */
function dependenciesOf(archive) {
  const { stdout } = spawnSync('dpkg-deb', ['-f', archive, 'Depends'], { encoding: 'utf8' });
  const names = (stdout ?? '').split(',').map((one) => one.trim().split(/[ :(|]/, 1)[0]);
  return names.filter((name) => /^lib(?!js-)/.test(name) && !isInstalled(name));
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
  return stdout?.includes('install ok installed') ?? false;
}
