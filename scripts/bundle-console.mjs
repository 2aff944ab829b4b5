// Bundles src/console/ to dist/console/: one script, one style sheet and an icon, each with a hash of its content in
// its name, so that browsers may keep them for ever, and the page that names them.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FROM = 'src/console';
const TO = 'dist/console';

export async function bundleConsole() {
  const { metafile } = await build({
    entryPoints: ['main.tsx', 'style.css', 'icon.svg'].map((file) => join(FROM, file)),
    outdir: TO,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'linked',
    loader: { '.svg': 'copy' },
    tsconfig: join(FROM, 'tsconfig.json'),
    metafile: true,
    logLevel: 'warning',
  });
  let page = readFileSync(join(FROM, 'index.html'), 'utf8');
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint === undefined) continue;
    page = page.replaceAll(`/console/${basename(entryPoint)}`, `/console/${basename(path)}`);
  }
  writeFileSync(join(TO, 'index.html'), page);
}
