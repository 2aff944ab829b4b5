// Compiles src/ to dist/ and bundles the console's web page to dist/console/. A folder of an earlier build is removed
// first, so that a renamed file cannot linger.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { bundleConsole } from './bundle-console.mjs';

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json'],
  { stdio: 'inherit' },
);
if (status === 0) {
  // `npx relevance` makes it executable once, when it is new to npm's cache, and not again after a build.
  chmodSync('dist/cli/main.js', 0o755);
  linkCommand();
  await bundleConsole();
}
process.exit(status ?? 1);

/** Where npx looks first. In npm's cache, a call from before the first build is remembered as one without the command. */
function linkCommand() {
  const link = 'node_modules/.bin/relevance';
  if (existsSync(link)) return;
  mkdirSync('node_modules/.bin', { recursive: true });
  // One that leads nowhere does not exist, and is in the way.
  rmSync(link, { force: true });
  symlinkSync('../../dist/cli/main.js', link);
}
