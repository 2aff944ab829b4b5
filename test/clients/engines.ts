import { describe } from '@jest/globals';
import { describeWithServers } from '../support/servers.ts';

/** What stands behind the gateway. */
export interface Behind {
  readonly name: string;
  readonly url: string | null;
  readonly major: number;
}

/** The embedded engine and every real server of this run. */
export function describeBehind(name: string, suite: (behind: Behind) => void): void {
  // It speaks as an 8.16 and takes clients of 9 as well.
  describe(`${name} (embedded engine)`, () => suite({ name: 'the embedded engine', url: null, major: 8 }));
  describeWithServers(name, (server) => suite({ ...server, major: server.name.endsWith('9') ? 9 : 8 }));
}

/** Options of a gateway in front of it; the environment's own engine is none of these tests' business. */
export function gatewayOptions({ url }: Behind): { readonly elasticsearchUrl: string } {
  return { elasticsearchUrl: url ?? '' };
}
