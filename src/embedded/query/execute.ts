import type { IndexReader } from '../reader.ts';
import { executeBool, executeDisMax } from './execute-bool.ts';
import { executeFunction } from './execute-function.ts';
import { executePhrase } from './execute-phrase.ts';
import { executeCombined, executeSynonym, executeTerm, executeTerms } from './execute-terms.ts';
import { EMPTY, collectDocs, constantScores, indexOfDoc } from './matches.ts';
import type { BoostingPlan, DocumentsPlan, Matches, Plan } from './plan.ts';
import { Scratch } from './scratch.ts';

function allDocs(reader: IndexReader, boost: number | null): Matches {
  const docs = collectDocs(reader.maxDoc, () => true);
  return boost === null ? { docs, scores: null } : constantScores(docs, boost);
}

function documents(plan: DocumentsPlan, boost: number | null): Matches {
  const { docs, scores } = plan.collect();
  if (boost === null) return { docs, scores: null };
  return scores === null
    ? constantScores(docs, boost)
    : { docs, scores: scores.map((score) => score * boost) };
}

/** Clause at a time: each plan gives an ascending list of documents, parents merge them in dense arrays. */
export class Executor {
  readonly reader: IndexReader;
  private readonly scratch: Scratch;

  constructor(reader: IndexReader) {
    this.reader = reader;
    this.scratch = new Scratch(reader.maxDoc);
  }

  /** All matches, deleted documents included; with a null boost, without scores. */
  readonly run = (plan: Plan, boost: number | null): Matches => {
    const product = boost === null ? null : Math.fround(boost * plan.boost);
    switch (plan.kind) {
      case 'none':
        return EMPTY;
      case 'all':
        return allDocs(this.reader, product);
      case 'term':
        return executeTerm(this.reader, plan, product);
      case 'synonym':
        return executeSynonym(this.reader, plan, product);
      case 'terms':
        return executeTerms(this.reader, plan, product);
      case 'combined':
        return executeCombined(this.reader, plan, product);
      case 'phrase':
        return executePhrase(this.reader, plan, product);
      case 'bool':
        return executeBool(plan, product, this.run, this.scratch);
      case 'dis_max':
        return executeDisMax(plan, product, this.run, this.scratch);
      case 'constant': {
        const { docs } = this.run(plan.query, null);
        return product === null ? { docs, scores: null } : constantScores(docs, product);
      }
      case 'boosting':
        return this.boosting(plan, product);
      case 'documents':
        return documents(plan, product);
      case 'function_score':
        return executeFunction(plan, product, this.run);
    }
  };

  private boosting(plan: BoostingPlan, boost: number | null): Matches {
    const { docs, scores } = this.run(plan.positive, boost);
    if (scores === null) return { docs, scores };
    const negative = this.run(plan.negative, null).docs;
    return {
      docs,
      scores: scores.map((score, i) =>
        indexOfDoc(negative, docs[i]!) >= 0 ? score * plan.negativeBoost : score,
      ),
    };
  }

  /** Matches that were not deleted. */
  live(plan: Plan, boost: number | null): Matches {
    const { reader } = this;
    const { docs, scores } = this.run(plan, boost);
    if (reader.liveCount === reader.maxDoc) return { docs, scores };
    const kept = collectDocs(docs.length, (i) => reader.isLive(docs[i]!));
    return {
      docs: kept.map((i) => docs[i]!),
      scores: scores === null ? null : Float32Array.from(kept, (i) => scores[i]!),
    };
  }
}
