import { parseCommonRules } from '../../rules/common/parse.ts';
import { ruleFileKind } from '../../rules/rule-files.ts';
import type { RuleFault } from '../../rules/expansion.ts';
import type { RuleText } from '../../rules/rule-reader.ts';
import type { EngineClient } from '../engine-client.ts';
import { mappingsOf } from '../mappings.ts';
import { type FieldMapping, mappedFields } from './mapped-fields.ts';
import { type Mention, mentionsOf } from './mentions.ts';
import type { FileOptions } from './arguments.ts';
import type { Cut } from './terms.ts';

/** Documents that are looked for in one request. */
const BATCH = 1000;

export interface IndexFaults {
  /** Fields that the index does not have: what asks for them finds nothing. */
  readonly errors: readonly RuleFault[];
  /** Documents that are not there now. */
  readonly warnings: readonly RuleFault[];
}

/** How the files are read. */
export interface Reading {
  readonly options: FileOptions;
  readonly cut: Cut;
}

/**
 * What rule files name that their index does not have. Files for every index are compared with none.
 * @throws GatewayError where the engine does not answer
 */
export async function againstIndices(
  texts: readonly RuleText[],
  client: EngineClient,
  reading: Reading,
): Promise<IndexFaults> {
  const errors: RuleFault[] = [];
  const warnings: RuleFault[] = [];
  const indices = new Set(texts.flatMap(({ index }) => index ?? []));
  for (const index of indices) {
    const fields = await fieldsOf(client, index);
    const mentions = texts
      .filter((text) => text.index === index)
      .flatMap((text) => mentionsIn(text, reading).map((mention) => ({ ...mention, file: text.file })));
    const names = mentions.filter(({ what }) => what === 'document').map(({ name }) => name);
    const there = await documentsIn(client, index, [...new Set(names)]);
    for (const { what, name, file, line } of mentions) {
      if (what === 'field' && !fields.has(name))
        errors.push({ file, line, message: `the index "${index}" has no field "${name}"` });
      if (what === 'document' && !there.has(name))
        warnings.push({ file, line, message: `the index "${index}" holds no document "${name}"` });
    }
  }
  return { errors, warnings };
}

function mentionsIn(text: RuleText, { options, cut }: Reading): readonly Mention[] {
  const kind = ruleFileKind(text.file);
  if (kind === undefined) return [];
  if (kind.ending === '.units.json') return unitFields(text.text);
  if (kind.ending !== '.rules.txt') return [];
  return mentionsOf(parseCommonRules(text, { ...options, ...cut }).rules);
}

/** `"fieldName": "…"`, each with its line. */
function unitFields(text: string): readonly Mention[] {
  return [...text.matchAll(/"fieldName"\s*:\s*"([^"\\]+)"/g)].map(({ 1: name = '', index }) => ({
    what: 'field',
    name,
    line: text.slice(0, index).split('\n').length,
  }));
}

async function fieldsOf(client: EngineClient, index: string): Promise<{ has(name: string): boolean }> {
  return mappedFields(await mappingsOf<FieldMapping>(client, index));
}

async function documentsIn(
  client: EngineClient,
  index: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const values = ids.slice(from, from + BATCH);
    const { hits } = (await client.expect({
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search`,
      body: JSON.stringify({ size: values.length, _source: false, query: { ids: { values } } }),
    })) as { readonly hits: { readonly hits: readonly { readonly _id: string }[] } };
    for (const { _id } of hits.hits) found.add(_id);
  }
  return found;
}
