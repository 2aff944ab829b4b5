import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FILES: Readonly<Record<string, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
};

/**
 * Why CUDA cannot be used, before it is tried; undefined where its library lies beside ONNX Runtime. Asked first, since
 * a provider without its library is no quiet failure there.
 */
export function whyNoCuda(
  platform: string = process.platform,
  arch: string = process.arch,
): string | undefined {
  const file = FILES[platform];
  if (file === undefined) return `ONNX Runtime has no CUDA on ${platform}`;
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const path = join(root, 'bin', 'napi-v6', platform, arch, file);
  return existsSync(path) ? undefined : `${file} is missing (npm run gpu:install)`;
}
