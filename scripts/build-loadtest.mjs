// Compiles loadtest/, and what it uses of src/, to loadtest/.build/.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

rmSync('loadtest/.build', { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.loadtest.json'],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
