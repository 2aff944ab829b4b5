import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../errors.ts';
import { IntentModel } from '../stages/understand/intent/intent-model.ts';

/** A name without a path is a model that comes with the gateway. */
const SHIPPED = /^[a-z][a-z0-9-]*$/;

/**
 * Opens a model of intents: `intent-general` from `models/`, or a file of your own.
 * @throws GatewayError `config_invalid` that names the file
 */
export function openIntentModel(name: string): IntentModel {
  const file = SHIPPED.test(name)
    ? fileURLToPath(new URL(`../../models/${name}.bin`, import.meta.url))
    : name;
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'it cannot be read';
    throw new GatewayError('config_invalid', `stage intent: ${file}: ${code}`, { cause: error });
  }
  try {
    return IntentModel.open(bytes);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new GatewayError('config_invalid', `stage intent: ${file}: ${error.message}`, { cause: error });
  }
}
