import { GatewayError } from '../../errors.ts';

/** @throws GatewayError `config_invalid` when a stage without options was given some */
export function noOptions(stage: string, options: Readonly<Record<string, unknown>>): void {
  const [name] = Object.keys(options);
  if (name !== undefined) {
    throw new GatewayError('config_invalid', `stage ${stage} has no option "${name}"; it takes none`);
  }
}
