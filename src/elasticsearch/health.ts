import type { DependencyHealth } from '../domain/catalog.ts';
import type { DiscoveryState } from './discovery.ts';
import type { NodeSet } from './node-set.ts';

/** The cluster's line in the readiness answer. */
export function healthOf({ nodes }: NodeSet, state: DiscoveryState): DependencyHealth {
  const name = 'elasticsearch';
  const broken = nodes.filter((node) => node.ejected).length;
  const answering = `${nodes.length - broken} of ${nodes.length} nodes answer`;
  const about = state.version === null ? '' : `, version ${state.version}`;
  const gaps = state.gaps.join('; ');
  if (broken === nodes.length) return { name, state: 'down', detail: 'no node answers' };
  if (state.ok === null) return { name, state: 'unknown', detail: 'not asked yet' };
  if (!state.ok) {
    // Callers' requests may pass even where the gateway's own questions are refused.
    const down = gaps.includes('no node answers');
    return { name, state: down ? 'down' : 'degraded', detail: down ? 'no node answers' : gaps };
  }
  const detail = `${answering}${about}, ${state.names} indices and aliases known`;
  if (gaps !== '') return { name, state: 'degraded', detail: `${detail}; ${gaps}` };
  return { name, state: broken > 0 ? 'degraded' : 'up', detail };
}
