import { mkdir, readFile, rename, writeFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../errors.ts';

/** Version of the layout on disk; a directory of another version is never touched. */
const STORE_FORMAT = 1;

const FILE = 'format.json';

/**
 * Checks the marker of a data directory, or writes it where there is none.
 * @throws GatewayError `store_unwritable` where it cannot be made, `store_version` for another version, `store_corrupt` for a marker that cannot be read.
 */
export async function checkFormat(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new GatewayError(
      'store_unwritable',
      `the data directory ${dir} cannot be made: ${error.code ?? error.message}; set RELEVANCE_DATA_DIR to a folder that can be written to`,
      { cause: error },
    );
  });
  const path = join(dir, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await writeMarker(path);
    return;
  }
  const format = readMarker(text, path);
  if (format === STORE_FORMAT) return;
  throw new GatewayError(
    'store_version',
    `the data directory ${dir} has format ${format}, this version of the gateway reads and writes format ${STORE_FORMAT}; use the gateway that wrote it, or name another directory`,
  );
}

function readMarker(text: string, path: string): number {
  try {
    const { format } = JSON.parse(text) as { format?: unknown };
    if (typeof format === 'number') return format;
  } catch (error) {
    throw new GatewayError('store_corrupt', `${path} is damaged: it should say {"format": ${STORE_FORMAT}}`, {
      cause: error,
    });
  }
  throw new GatewayError('store_corrupt', `${path} does not name a format`);
}

async function writeMarker(path: string): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify({ format: STORE_FORMAT })}\n`);
  const file = await open(draft, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
