import type { JsonMember, JsonNode } from '../json/document.ts';
import { type BypassReason, Doubt } from './bypass-reason.ts';

/**
 * The single member of an object, as queries and clauses are written.
 * @throws Doubt when it is no object or has another number of members
 */
export function onlyMember(node: JsonNode, otherwise: BypassReason): JsonMember {
  const members = [...node.members()];
  const [member] = members;
  if (member === undefined || members.length !== 1) throw new Doubt(otherwise);
  return member;
}

/** The JSON text of a value as the caller wrote it. */
export function rawText(node: JsonNode): string {
  return Buffer.from(node.raw()).toString();
}
