/** Weights of legs, unless configured (docs/hybrid.md has the figures). */
export const WEIGHTS = { lexical: 0.3, fields: 0.7, knn: 0.25, feedback: 0.5, category: 0.1, list: 0.2 };

/** What `fuse` brings together, unless plugins have more. */
export const LEGS: ReadonlySet<string> = new Set(Object.keys(WEIGHTS));

/**
 * What classes of queries say instead. A model or article number is found by its letters or not at all; of a sentence most words
 * are like those of many others, and what it means tells more (docs/relevance.md).
 */
export const CLASSES = { exact: { knn: 0 }, sentence: { knn: 1 } };
