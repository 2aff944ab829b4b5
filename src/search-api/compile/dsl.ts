/** JSON text of a query or a part of one. Callers' own options are kept as text, so numbers keep their form. */
export type Dsl = string;

/** An object of these members, in order; undefined ones are left out. */
export function object(members: Readonly<Record<string, Dsl | undefined>>): Dsl {
  let text = '';
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value !== undefined) text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export function array(items: readonly Dsl[]): Dsl {
  return `[${items.join(',')}]`;
}

/** An array, or nothing where it would be empty. */
export function some(items: readonly Dsl[]): Dsl | undefined {
  return items.length === 0 ? undefined : array(items);
}

export function text(value: string): Dsl {
  return JSON.stringify(value);
}

export function number(value: number): Dsl {
  return JSON.stringify(value);
}

/** `boost` of a clause; left out where it is 1, or no number that Elasticsearch takes. */
export function boostOf(value: number): Dsl | undefined {
  return value === 1 || !Number.isFinite(value) || value < 0 ? undefined : number(value);
}

/** All of them must match; a single one stands for itself. */
export function all(clauses: readonly Dsl[], boost?: Dsl): Dsl {
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined && boost === undefined) return only;
  return object({ bool: object({ must: array(clauses), boost }) });
}

/** The best of them counts; a single one stands for itself. */
export function best(clauses: readonly Dsl[]): Dsl {
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) return only;
  return object({ dis_max: object({ queries: array(clauses) }) });
}

/** Any of them matches, and adds nothing to a score. */
export function withoutScore(clauses: readonly Dsl[]): Dsl {
  const [only] = clauses;
  const filter =
    clauses.length === 1 && only !== undefined ? only : object({ bool: object({ should: array(clauses) }) });
  return object({ constant_score: object({ filter, boost: '0' }) });
}
