import { test } from '@jest/globals';
import { pythonWith } from '../support/python-environment.ts';
import { complaints, IS_CI } from './tools.ts';

/** Both bring the schemas that they check by. */
const environment = pythonWith('deploy-checks', ['check-jsonschema==0.39.0', 'kubernetes-validate==1.37.0']);

/** `test` where Python's checkers could be had. */
export const testWithSchemas = 'python' in environment || IS_CI ? test : test.skip;

/** What a checker complains of; empty where it does not. */
export function complaintsOfModule(
  module: 'check_jsonschema' | 'kubernetes_validate',
  ...args: readonly string[]
): string {
  if ('missing' in environment) throw new Error(environment.missing);
  return complaints(environment.python, ['-m', module, ...args]);
}
