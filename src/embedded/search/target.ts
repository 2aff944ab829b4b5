import { Executor } from '../query/execute.ts';
import { shardFault } from '../query/fault.ts';
import type { Binding } from '../query/query.ts';
import type { Analyzer, IndexReader } from '../reader.ts';

/** One index of a search, at one moment. */
export interface SearchTarget {
  readonly reader: IndexReader;
  /** Undefined where the index has no analyzer of that name. */
  analyzer(name: string): Analyzer | undefined;
  /** Largest `from` + `size`; 10,000 unless the index's settings say more. */
  readonly maxResultWindow: number;
}

/** A target with what binding queries to it needs. */
export interface BoundTarget extends SearchTarget {
  readonly binding: Binding;
}

export function bindTarget(target: SearchTarget, clock: { now: number; size: number }): BoundTarget {
  const binding: Binding = {
    reader: target.reader,
    executor: new Executor(target.reader),
    analyzer: (name) => {
      const found = target.analyzer(name);
      if (found === undefined)
        throw shardFault('query_shard_exception', `[match] analyzer [${name}] not found`);
      return found;
    },
    ...clock,
  };
  return { ...target, binding };
}
