import { GatewayError } from '../errors.ts';

/** Safe on every file system and in every address: no dots, no case, nothing that leads elsewhere. */
const NAME = /^[a-z0-9][a-z0-9-]{0,127}$/;

/** @throws GatewayError `bad_request` for what could be anything else than the name of one file here */
export function safeName(name: string, what: string): string {
  if (NAME.test(name)) return name;
  throw new GatewayError(
    'bad_request',
    `${what} must be a name of lower-case letters, digits and hyphens, 128 characters at most`,
  );
}

/** A name made of any text, as near to it as may be. */
export function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 60) || 'unnamed';
}
