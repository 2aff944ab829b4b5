import { shardFault } from './fault.ts';

function number(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw shardFault('number_format_exception', `For input string: "${text}"`);
  return Number(text);
}

function simple(clauses: number, spec: string): number {
  if (spec.endsWith('%')) {
    const share = Math.fround((clauses * number(spec.slice(0, -1))) / 100);
    return share < 0 ? clauses + Math.trunc(share) : Math.trunc(share);
  }
  const count = number(spec);
  return count < 0 ? clauses + count : count;
}

/** How many of `clauses` optional clauses `2`, `-1`, `75%`, `-25%` or `2<75% 9<-3` demands. */
export function minimumShouldMatch(clauses: number, spec: string): number {
  let result = clauses;
  if (spec.includes('<')) {
    for (const condition of spec
      .trim()
      .replaceAll(/\s*<\s*/g, '<')
      .split(/\s+/)) {
      const [bound, then] = condition.split('<');
      if (clauses <= number(bound!)) return result;
      result = Math.max(0, simple(clauses, then ?? ''));
    }
    return result;
  }
  result = simple(clauses, spec.trim());
  return Math.max(0, result);
}
