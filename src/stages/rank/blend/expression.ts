import { GatewayError } from '../../../errors.ts';

/** `coverage(title, brand)`: what is computed, and of what. */
export interface Expression {
  readonly name: string;
  readonly args: readonly string[];
}

const EXPRESSION = /^([a-z]+)(?:\(([^()]*)\))?$/;

/**
 * Reads a name, with arguments in parentheses where it takes some.
 * @throws GatewayError `config_invalid`
 */
export function parseExpression(text: string): Expression {
  const [, name, given] = EXPRESSION.exec(text.trim()) ?? [];
  const args = given?.split(',').map((arg) => arg.trim()) ?? [];
  if (name === undefined || args.includes('')) {
    throw new GatewayError(
      'config_invalid',
      `feature ${JSON.stringify(text)}: write a name, or a name with fields, as in "coverage(title, brand)"`,
    );
  }
  return { name, args };
}
