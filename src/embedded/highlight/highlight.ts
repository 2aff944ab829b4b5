import { wildcardTest } from '../query/pattern-terms.ts';
import type { Plan } from '../query/plan.ts';
import type { Binding } from '../query/query.ts';
import { isText } from '../query/query.ts';
import { sourceValues } from '../search/source-values.ts';
import {
  VALUE_SEPARATOR,
  boundedSentences,
  byValue,
  leadingWords,
  singleWords,
  wholeValues,
} from './boundaries.ts';
import type { Scanner } from './boundaries.ts';
import { encode, fragments } from './fragments.ts';
import { findHits, needlesOf } from './matches.ts';
import type { Needles } from './matches.ts';
import type { HighlightSpec, HighlightStyle } from './parse.ts';

interface Target {
  readonly path: string;
  readonly style: HighlightStyle;
  readonly needles: Needles;
}

/** Highlights of a hit: fragments by field. Undefined where nothing is to be shown. */
export type Highlighter = (source: unknown) => Readonly<Record<string, readonly string[]>> | undefined;

function scannerFor(text: string, style: HighlightStyle): Scanner {
  if (style.numberOfFragments === 0) return wholeValues(text);
  return byValue(text, (value) =>
    style.boundaries === 'word' ? singleWords(value) : boundedSentences(value, style.fragmentSize),
  );
}

function highlightField(binding: Binding, target: Target, source: unknown): readonly string[] {
  const { path, style, needles } = target;
  const mapping = binding.reader.field(path)!;
  const values = sourceValues(binding.reader, path, source).map(String);
  const text = values.join(VALUE_SEPARATOR);
  const hits = findHits(values, mapping.analyzer, needles);
  if (hits.length > 0) return fragments(text, hits, { scan: scannerFor(text, style), style });
  if (style.noMatchSize === 0 || values.length === 0) return [];
  return [encode(leadingWords(values[0]!, style.noMatchSize).trim(), style)];
}

/** Binds `highlight` to an index and to the query whose words it shows. */
export function highlighter(binding: Binding, spec: HighlightSpec, plan: Plan): Highlighter {
  const targets = spec.fields.flatMap(({ pattern, style }): readonly Target[] => {
    const test = pattern.includes('*') ? wildcardTest(pattern, false) : null;
    const paths =
      test === null ? [pattern] : [...binding.reader.fields.keys()].filter((path) => test.test(path));
    const shown = style.query?.bind(binding) ?? plan;
    return paths
      .filter((path) => {
        const mapping = binding.reader.field(path);
        return mapping !== undefined && isText(mapping);
      })
      .map((path) => ({ path, style, needles: needlesOf(shown, style.requireFieldMatch ? path : null) }));
  });
  return (source) => {
    const found = targets
      .map((target) => [target.path, highlightField(binding, target, source)] as const)
      .filter(([, shown]) => shown.length > 0);
    return found.length === 0 ? undefined : Object.fromEntries(found);
  };
}
