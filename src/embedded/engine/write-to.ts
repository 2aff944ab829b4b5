import { indexNotFound, reworded } from '../errors.ts';
import type { WriteBatch } from '../store/store.ts';
import { DocumentWriter } from './document-writer.ts';
import type { EmbeddedIndex } from './embedded-index.ts';
import type { Engine } from './engine.ts';
import { dateMath } from './names.ts';

export interface WriteTarget {
  readonly name: string;
  /** Whether a missing index is made. */
  readonly create: boolean;
  readonly requireAlias: boolean;
}

/** The index that documents of this name go to. @throws EngineError where there is none and it is not to be made. */
export function targetIndex(engine: Engine, batch: WriteBatch, target: WriteTarget): EmbeddedIndex {
  const name = dateMath(target.name);
  if (target.requireAlias && !engine.names.isAlias(name)) {
    const reason = `no such index [${name}] and [require_alias] request flag is [true] and [${name}] is not an alias`;
    throw reworded(indexNotFound(name), reason);
  }
  const found = engine.names.writeTarget(name);
  if (found !== undefined) return found;
  if (!target.create) throw indexNotFound(name);
  return engine.create(batch, { name });
}

/** Writers of one request, one an index; they complete the batch together. */
export class Writers {
  readonly #writers = new Map<EmbeddedIndex, DocumentWriter>();
  readonly #batch: WriteBatch;

  constructor(batch: WriteBatch) {
    this.#batch = batch;
  }

  of(index: EmbeddedIndex): DocumentWriter {
    let writer = this.#writers.get(index);
    if (writer === undefined) this.#writers.set(index, (writer = new DocumentWriter(index, this.#batch)));
    return writer;
  }

  async finish(): Promise<void> {
    for (const writer of this.#writers.values()) {
      await writer.finish();
      this.#batch.afterCommit(() => writer.committed());
    }
  }
}

/** Changes documents of one index. */
export async function writeTo<T>(
  engine: Engine,
  batch: WriteBatch,
  target: WriteTarget,
  change: (writer: DocumentWriter) => Promise<T> | T,
): Promise<T> {
  const writers = new Writers(batch);
  const index = targetIndex(engine, batch, target);
  try {
    return await change(writers.of(index));
  } finally {
    await writers.finish();
  }
}
