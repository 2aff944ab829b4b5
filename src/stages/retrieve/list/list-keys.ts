import type { Query } from '../../../domain/query.ts';
import { GatewayError } from '../../../errors.ts';
import { type CategoryOptions, categoryOf } from '../category/predicted-category.ts';

/** Elasticsearch takes no longer ids, in bytes. */
const LONGEST_ID = 512;
const PLACEHOLDER = /\{([^{}]*)\}/g;
const NAMES = ['query', 'intent', 'category'] as const;
type Name = (typeof NAMES)[number];

/**
 * Reads a template of list ids: text with `{query}` (folded), `{intent}` and `{category}` in it. What it gives is the id
 * for a query, undefined where the query has nothing to put in.
 * @throws GatewayError `config_invalid` for another placeholder
 */
export function listKey(template: string, category: CategoryOptions): (query: Query) => string | undefined {
  for (const [whole, name] of template.matchAll(PLACEHOLDER)) {
    if (NAMES.includes(name as Name)) continue;
    const known = NAMES.map((one) => `{${one}}`).join(', ');
    throw new GatewayError('config_invalid', `stage list: "${whole}" is none of ${known}`);
  }
  return (query) => {
    let isWhole = true;
    const id = template.replaceAll(PLACEHOLDER, (_, name: Name) => {
      const value = valueOf(name, query, category);
      isWhole &&= value !== undefined && value !== '';
      return value ?? '';
    });
    return isWhole && id !== '' && Buffer.byteLength(id) <= LONGEST_ID ? id : undefined;
  };
}

function valueOf(name: Name, query: Query, category: CategoryOptions): string | undefined {
  if (name === 'query') return query.key.trim();
  return name === 'intent' ? query.intent?.name : categoryOf(query, category)?.name;
}
