import type { z } from 'zod';
import type { Path } from './yaml.ts';
import { knownKeys } from './known.ts';
import { nearest } from './nearest.ts';

/** A fault that still has to be found in the file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly suggestion: string | null;
}

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
};

/** The schema's complaints about a value in plain words; what the value is is never repeated. */
export function findings(issues: readonly Issue[], value: unknown): readonly Finding[] {
  return issues.flatMap((issue): readonly Finding[] => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
    const isMissing = issue.code === 'invalid_type' && !isThere(value, issue.path);
    const message = isMissing ? `is missing; it ${words(issue)}` : words(issue);
    return [{ path: issue.path, message, suggestion: null }];
  });
}

function unknownKey(path: Path, key: string): Finding {
  const known = knownKeys(path);
  return { path: [...path, key], message: 'unknown key', suggestion: nearest(key, known) };
}

function isThere(value: unknown, path: Path): boolean {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false;
    inner = (inner as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return true;
}

function words(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return bound(issue.origin, 'least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'most', issue.maximum);
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return `the name ${issue.issues[0]?.message ?? 'is not allowed'}`;
    case 'invalid_union':
      return `must be ${alternatives(issue.errors)}`;
    default:
      return issue.message;
  }
}

function bound(origin: string, side: 'least' | 'most', limit: number | bigint): string {
  if (origin === 'string')
    return side === 'least' ? 'must not be empty' : `must have at most ${limit} characters`;
  if (origin === 'array') return `must have at ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be at ${side} ${limit}`;
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  const first = branches.flatMap((issues) => issues.slice(0, 1));
  return first.map((issue) => words(issue).replace(/^must be (one of )?/, '')).join(' or ');
}
