import type { Config } from './schema.ts';

/** What an account says in `Authorization`; undefined where there is none. */
export function accountHeader({
  apiKey,
  username,
  password,
}: Config['elasticsearch']['account']): string | undefined {
  if (apiKey !== null) return `ApiKey ${apiKey}`;
  if (username === null || password === null) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
