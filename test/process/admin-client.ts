import type { AdminApi } from '../../src/admin-api/endpoints.ts';
import { ask } from './gateway.ts';

export interface AdminAnswer<T> {
  readonly status: number;
  readonly json: T;
  readonly message: string;
}

/** Asks the admin port as its types say. */
export function adminClient(adminUrl: string, headers: Record<string, string> = {}) {
  return async <Endpoint extends keyof AdminApi>(
    endpoint: Endpoint,
    ...[body, parameter]: AdminApi[Endpoint]['body'] extends undefined
      ? [body?: undefined, parameter?: string]
      : [body: AdminApi[Endpoint]['body']]
  ): Promise<AdminAnswer<AdminApi[Endpoint]['answer']>> => {
    const [method, path] = endpoint.split(' ') as [string, string];
    const url = `${adminUrl}${path.replace(/\{\w+\}/, parameter ?? '')}`;
    const { status, text } = await ask(url, method, body, headers);
    const json = JSON.parse(text) as AdminApi[Endpoint]['answer'] & { error?: { message: string } };
    return { status, json, message: json.error?.message ?? '' };
  };
}
