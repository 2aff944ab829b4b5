// Chromium opens the console in tests and for the pictures of the guide. It is what RELEVANCE_CHROMIUM names, or the
// first of the usual names on the PATH; build machines install Debian's package where there is none.
import { spawnSync } from 'node:child_process';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of what starts it; undefined where there is none. */
export function findChromium() {
  const { RELEVANCE_CHROMIUM: named = '' } = process.env;
  if (named !== '') return named;
  const { stdout } = spawnSync('which', NAMES, { encoding: 'utf8' });
  return stdout?.split('\n').find((path) => path !== '');
}

/** As {@link findChromium}, after an installation where that is needed and allowed. */
export function findOrInstallChromium() {
  const found = findChromium();
  if (found !== undefined || process.getuid?.() !== 0) return found;
  const install = () =>
    spawnSync('apt-get', ['install', '-qq', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  // A machine that never asked for packages has no list of them.
  if (install().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    install();
  }
  return findChromium();
}
