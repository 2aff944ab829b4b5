import { z } from 'zod';
import { secret } from './secret.ts';
import { section } from './section.ts';

export const admin = section({
  token: secret().describe(
    '`${NAME}` of the variable that holds what `/api/` asks for in the header `Relevance-Admin-Token`, 16 characters or more; `RELEVANCE_ADMIN_TOKEN` alone will do. None: it asks for nothing.',
  ),
  auth: z
    .enum(['token', 'proxy'])
    .default('token')
    .describe(
      'Who keeps strangers out where `server.adminHost` is not this machine alone: `token`, without which the gateway does not start then; `proxy` says that something in front of the port does.',
    ),
  metrics: z
    .enum(['open', 'token'])
    .default('open')
    .describe('Whether `/metrics` asks for the token, too. `/healthz` and `/readyz` never do.'),
}).describe('Who may use the admin port.');
