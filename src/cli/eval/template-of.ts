import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { textOf } from './dataset.ts';
import type { BodyTemplate } from './search-body.ts';
import { fieldsTemplate, parseTemplate } from './search-body.ts';
import { textFields } from './text-fields.ts';

/** How judged queries are searched for, as the arguments of a command say. */
export interface TemplateArguments {
  readonly index: string;
  /** File with a search request. */
  readonly body?: string;
  /** As `multi_match` takes them, with commas between. */
  readonly fields?: string;
}

/**
 * The request of a file, a plain search of the named fields, or of all text fields.
 * @throws CommandError where there is none
 */
export async function templateOf(args: TemplateArguments, client: EngineClient): Promise<BodyTemplate> {
  if (args.body !== undefined) return parseTemplate(textOf(args.body), args.body);
  const named = args.fields?.split(',').map((field) => field.trim());
  if (named?.includes('') === true) throw new CommandError('--fields: a name is missing', 2);
  return fieldsTemplate(named ?? (await textFields(client, args.index)));
}
