// Adds to package-lock.json the optional packages of other systems that a registry mirror left out.
// A mirror that answers only for its own system makes npm write a lock that "npm ci" then refuses
// ("Missing: … from lock file"). Every entry is derived from the package that asks for it.
// Run it after adding or bumping a package that ships native binaries: node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ');
const PROCESSORS = 'arm arm64 armv7 ia32 loong64 mips64el ppc64 riscv64 s390x x64'.split(' ');

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    const derived = derive(name, range, entry.dev === true);
    if (derived === undefined) process.stderr.write(`left alone: ${name}, its system is not in its name\n`);
    else {
      lock.packages[`node_modules/${name}`] = derived;
      added += 1;
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);

/** Whether node's lookup from `path` upwards finds the package in the lock. */
function isLocked(path, name) {
  let folder = path;
  for (;;) {
    const prefix = folder === '' ? '' : `${folder}/`;
    if (lock.packages[`${prefix}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
}

function derive(name, range, dev) {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  if (os === undefined) return undefined;
  const processor = words.find((word) => PROCESSORS.includes(word));
  const libc = words.includes('musl')
    ? 'musl'
    : words.includes('gnu') && os === 'linux'
      ? 'glibc'
      : undefined;
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(processor === undefined ? {} : { cpu: [processor === 'armv7' ? 'arm' : processor] }),
    ...(dev ? { dev: true } : {}),
    optional: true,
    os: [os],
    ...(libc === undefined ? {} : { libc: [libc] }),
  };
}
