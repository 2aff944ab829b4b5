import { parseTemplate } from '../../stages/rank/rerank/template.ts';
import { textsAt } from '../../stages/understand/catalogue/build/fields.ts';

/** Encoders read further than cross-encoders do; what is over their limit they leave out themselves. */
const LONGEST = { field: 1000, text: 2000 };

/** What an encoder reads of documents. */
export interface DocumentText {
  /** Paths of `_source`. */
  readonly fields: readonly string[];
  /** Of a document's `_source`; empty where it has nothing of what the template names. */
  readonly textOf: (source: unknown) => string;
}

/** @throws GatewayError `config_invalid` for a template that is none */
export function documentText(template: string): DocumentText {
  const read = parseTemplate(template);
  return {
    fields: read.fields,
    textOf(source) {
      const values = Object.fromEntries(read.fields.map((path) => [path, textsAt(source, path)]));
      return read.fill(values, [], LONGEST);
    },
  };
}
