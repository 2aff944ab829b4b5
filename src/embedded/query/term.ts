import type { FieldMapping } from '../reader.ts';
import { notSupported, parsingFault } from './fault.ts';
import { fuzzyPlan } from './fuzzy-terms.ts';
import { EMPTY, collectDocs, union } from './matches.ts';
import { Options, fieldOptions, isObject, scalarText } from './options.ts';
import { ALL, bool, boosted, named, none } from './plan.ts';
import type { Plan } from './plan.ts';
import { isText } from './query.ts';
import type { Binding, Family } from './query.ts';
import { termsMatching } from './pattern-terms.ts';
import { valuePlan } from './typed-value.ts';

function idsPlan(binding: Binding, ids: readonly string[]): Plan {
  return {
    kind: 'documents',
    boost: 1,
    description: `_id:(${ids.join(' ')})`,
    collect: () => {
      const docs = ids.flatMap((id) => binding.reader.docOf(id) ?? []);
      return { docs: Int32Array.from(new Set(docs)).sort(), scores: null };
    },
  };
}

/** A term as the field indexes it: keywords pass their normalizer, words of a text field are taken as they are. */
function indexedTerm(mapping: FieldMapping, value: unknown): string {
  const text = String(value);
  if (mapping.type !== 'keyword') return text;
  return mapping.searchAnalyzer.tokens(text)[0]?.text ?? text;
}

/** Exact value of one field, metadata fields included. */
function exactPlan(binding: Binding, path: string, value: unknown): Plan {
  if (path === '_id') return idsPlan(binding, [String(value)]);
  if (path === '_index') return String(value) === binding.reader.name ? { ...ALL } : none('another index');
  const mapping = binding.reader.field(path);
  if (mapping === undefined) return none(`unmapped field [${path}]`);
  if (!isText(mapping)) return valuePlan(binding, mapping, value);
  return { kind: 'term', boost: 1, field: path, term: indexedTerm(mapping, value) };
}

export const term: Family = (body) => {
  const { field, options } = fieldOptions('term', body, 'value');
  const value = options.take('value');
  const caseInsensitive = options.flag('case_insensitive') ?? false;
  const boost = options.boost();
  const name = options.name();
  options.done();
  if (value === undefined) throw parsingFault('value cannot be null');
  if (typeof value === 'object')
    throw parsingFault('[term] query does not support arrays or objects as [value]', 'value');
  return {
    bind: (binding) => {
      const mapping = binding.reader.field(field);
      if (!caseInsensitive || mapping === undefined || !isText(mapping)) {
        return named(boosted(exactPlan(binding, field, value), boost), name);
      }
      const wanted = scalarText(value).toLowerCase();
      const terms = termsMatching(binding.reader, field, (one) => one.toLowerCase() === wanted);
      return named({ kind: 'terms', boost, field, terms }, name);
    },
  };
};

/** Any of several exact values; every match scores the same. */
export const terms: Family = (body) => {
  const options = new Options('terms', body);
  const boost = options.boost();
  const name = options.name();
  const [field, ...others] = options.rest();
  if (field === undefined)
    throw parsingFault(
      '[terms] query requires a field name, followed by array of terms or a document lookup specification',
    );
  if (others.length > 0) throw parsingFault(`[terms] query does not support multiple fields`, others[0]);
  const values = options.take(field);
  if (isObject(values)) throw notSupported('a lookup of [terms] in another document');
  if (!Array.isArray(values)) throw parsingFault(`[terms] query does not support [${field}]`, field);
  return {
    bind: (binding) => {
      if (field === '_id') return named(boosted(idsPlan(binding, values.map(String)), boost), name);
      const mapping = binding.reader.field(field);
      if (mapping !== undefined && isText(mapping)) {
        return named(
          {
            kind: 'terms',
            boost,
            field,
            terms: [...new Set(values.map((value) => indexedTerm(mapping, value)))],
          },
          name,
        );
      }
      const plans = values.map((value) => exactPlan(binding, field, value));
      return named({ kind: 'constant', boost, query: bool({ should: plans }) }, name);
    },
  };
};

export const ids: Family = (body) => {
  const options = Options.strict('ids', body);
  const values = options.list('values').map(String);
  const boost = options.boost();
  const name = options.name();
  options.done();
  return { bind: (binding) => named(boosted(idsPlan(binding, values), boost), name) };
};

function existingDocs(binding: Binding, path: string): Int32Array {
  const { reader } = binding;
  const norms = reader.inverted(path)?.norms;
  if (norms !== undefined && norms !== null) return collectDocs(reader.maxDoc, (doc) => norms[doc]! > 0);
  const column = reader.column(path);
  if (column !== undefined) return collectDocs(reader.maxDoc, (doc) => column.values(doc).length > 0);
  const vectors = reader.vectors(path);
  return vectors === undefined ? EMPTY.docs : collectDocs(reader.maxDoc, (doc) => vectors.has(doc));
}

/** Documents with a value; an object field exists where one of its fields does. */
export function existsPlan(binding: Binding, field: string): Plan {
  const { reader } = binding;
  const paths = reader.field(field)
    ? [field]
    : [...reader.fields.keys()].filter((path) => path.startsWith(`${field}.`));
  if (['_id', '_index', '_source'].includes(field)) return { kind: 'constant', boost: 1, query: ALL };
  if (paths.length === 0) return none(`unmapped field [${field}]`);
  const collect = (): { docs: Int32Array; scores: null } => ({
    docs: union(paths.map((path) => existingDocs(binding, path))),
    scores: null,
  });
  return { kind: 'documents', boost: 1, description: `FieldExistsQuery [field=${field}]`, collect };
}

export const exists: Family = (body) => {
  const options = new Options('exists', body);
  const field = options.text('field');
  const boost = options.boost();
  const name = options.name();
  options.done();
  if (field === undefined) throw parsingFault('[exists] must be provided with a [field]');
  return { bind: (binding) => named(boosted(existsPlan(binding, field), boost), name) };
};

export const fuzzy: Family = (body) => {
  const { field, options } = fieldOptions('fuzzy', body, 'value');
  const value = options.text('value');
  options.take('rewrite');
  const transpositions = options.flag('transpositions') ?? true;
  const boost = options.boost();
  const name = options.name();
  const fuzziness = {
    edits: options.text('fuzziness') ?? 'AUTO',
    prefixLength: options.integer('prefix_length') ?? 0,
    maxExpansions: options.integer('max_expansions') ?? 50,
    transpositions,
  };
  options.done();
  if (value === undefined) throw parsingFault('value cannot be null');
  return {
    bind: (binding) => {
      const inverted = binding.reader.inverted(field);
      if (inverted === undefined) return none(`unmapped field [${field}]`);
      return named(boosted(fuzzyPlan(field, inverted, { term: value, fuzziness }), boost), name);
    },
  };
};
