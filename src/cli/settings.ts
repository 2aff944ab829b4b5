import { type LoadedConfig, loadConfig } from '../config/load.ts';
import { CommandError } from './command.ts';

export interface SettingsOptions {
  /** `--config` */
  readonly config?: string;
  /** `--es`: stands over the configured nodes. */
  readonly es?: string;
}

/**
 * The configuration that a command works with.
 * @throws ConfigError, CommandError for an `--es` that is no URL
 */
export function settings({ config: file, es }: SettingsOptions): LoadedConfig {
  const env = es === undefined ? process.env : { ...process.env, ELASTICSEARCH_URL: es };
  if (es !== undefined && !(URL.canParse(es) && /^https?:$/.test(new URL(es).protocol))) {
    throw new CommandError(`--es must be a URL such as http://127.0.0.1:9200, not "${es}"`, 2);
  }
  return loadConfig({ file, env, cwd: process.cwd() });
}
