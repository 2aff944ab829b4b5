import type { PropertyValue } from './properties.ts';

/** What a path or an operand stands for: nothing, one value, or several. */
export type Values = readonly PropertyValue[];

function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** Members by name or number; of a list those of its items. */
export function member(value: PropertyValue, name: string | number): Values {
  if (value instanceof Map) {
    const found = (value as ReadonlyMap<string, PropertyValue>).get(String(name));
    return found === undefined ? [] : [found];
  }
  if (!isList(value)) return [];
  if (typeof name === 'string') return value.flatMap((item) => member(item, name));
  const found = value.at(name);
  return found === undefined ? [] : [found];
}

/** All members, or all items. */
export function children(value: PropertyValue): Values {
  if (value instanceof Map) return [...(value as ReadonlyMap<string, PropertyValue>).values()];
  return isList(value) ? value : [];
}

/** The value and everything inside it. */
export function descendants(value: PropertyValue): Values {
  return [value, ...children(value).flatMap(descendants)];
}

/** Items that meet a condition; an object is asked itself. */
export function filtered(value: PropertyValue, test: (value: PropertyValue) => boolean): Values {
  if (isList(value)) return value.filter(test);
  return value instanceof Map && test(value) ? [value] : [];
}

/** Whether two operands are related so; nothing equals nothing. */
export function compare(operator: string, left: Values, right: Values): boolean {
  const [one] = left;
  const [other] = right;
  switch (operator) {
    case '==':
      return one !== undefined && other !== undefined && isEqual(one, other);
    case '!=':
      return one === undefined || other === undefined || !isEqual(one, other);
    case 'in':
      return one !== undefined && listOf(other).some((item) => isEqual(item, one));
    case 'nin':
      return one === undefined || !listOf(other).some((item) => isEqual(item, one));
    case 'anyof':
      return listOf(one).some((item) => listOf(other).some((wanted) => isEqual(item, wanted)));
    case 'noneof':
      return !listOf(one).some((item) => listOf(other).some((wanted) => isEqual(item, wanted)));
    case 'subsetof':
      return (
        one !== undefined &&
        listOf(one).every((item) => listOf(other).some((wanted) => isEqual(item, wanted)))
      );
    case 'contains':
      return other !== undefined && holdsItem(one, other);
    case 'all':
      return one !== undefined && listOf(other).every((wanted) => holdsItem(one, wanted));
    case 'size':
      return one !== undefined && sizeOf(one) === other;
    case 'empty':
      return one !== undefined && (sizeOf(one) === 0) === other;
    default:
      return inOrder(operator, one, other);
  }
}

function holdsItem(list: PropertyValue | undefined, item: PropertyValue): boolean {
  if (typeof list === 'string') return typeof item === 'string' && list.includes(item);
  return listOf(list).some((one) => isEqual(one, item));
}

function sizeOf(value: PropertyValue): number | undefined {
  if (typeof value === 'string' || isList(value)) return value.length;
  return value instanceof Map ? value.size : undefined;
}

function inOrder(
  operator: string,
  one: PropertyValue | undefined,
  other: PropertyValue | undefined,
): boolean {
  const areNumbers = typeof one === 'number' && typeof other === 'number';
  const areTexts = typeof one === 'string' && typeof other === 'string';
  if (!areNumbers && !areTexts) return false;
  const isLess = one < other;
  if (one === other) return operator.endsWith('=');
  return operator.startsWith('<') ? isLess : !isLess;
}

function listOf(value: PropertyValue | undefined): Values {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** A number equals the text that says it, as in Jayway's JsonPath. */
function isEqual(one: PropertyValue, other: PropertyValue): boolean {
  if (typeof one === 'number' && typeof other === 'string')
    return other.trim() !== '' && Number(other) === one;
  if (typeof one === 'string' && typeof other === 'number') return one === String(other);
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, at) => isEqual(item, other[at] ?? null));
  }
  return one === other;
}

/** Whether a text consists of these pieces with anything between them. */
export function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
