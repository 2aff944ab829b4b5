/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The server's URL, without a path. */
export function urlOf({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
