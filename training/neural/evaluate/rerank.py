"""Re-ranks the first 50 of BM25 on held-out queries, and blends with it."""
from dataclasses import dataclass

import numpy as np

from ..data.bm25 import BM25
from .metrics import interval, ndcg, randomisation, reciprocal_rank

METRIC = {"qbqtc": reciprocal_rank}
NAME = {"qbqtc": "MRR@10"}


@dataclass(frozen=True)
class Pool:
    """What BM25 found for one query: document ids and scores, best first, and the query's judgments."""

    query: str
    ids: tuple
    scores: np.ndarray
    judgments: dict


def pools(split, depth=50, limit=None, seed=5):
    """Pools of the held-out queries that have an answer; `limit` of them drawn by lot."""
    ids, found = list(split.set.documents), []
    queries = [q for q in split.held_out if max(split.set.judgments[q].values(), default=0) > 0]
    if limit and len(queries) > limit:
        chosen = np.random.default_rng(seed).permutation(len(queries))[:limit]
        queries = [queries[at] for at in sorted(chosen)]
    bm25 = BM25(list(split.set.documents.values()))
    for query in queries:
        numbers, scores = bm25.top(split.set.queries[query], depth)
        found.append(Pool(split.set.queries[query], tuple(ids[n] for n in numbers), scores, split.set.judgments[query]))
    return found


def scaled(scores):
    """Least → 0, greatest → 1; all equal → 0.5."""
    if len(scores) == 0:
        return np.asarray(scores, float)
    low, high = float(np.min(scores)), float(np.max(scores))
    return np.full(len(scores), 0.5) if high == low else (np.asarray(scores, float) - low) / (high - low)


def measure(name, found, model_scores, lexical):
    """One value a query. `model_scores`: an array a pool. `lexical`: weight of BM25 in 0..1."""
    metric, values = METRIC.get(name, ndcg), []
    for pool, scores in zip(found, model_scores):
        mixed = lexical * scaled(pool.scores) + (1 - lexical) * scaled(scores)
        order = np.lexsort((np.arange(len(mixed)), -mixed))
        grades = [pool.judgments.get(pool.ids[at], 0) for at in order]
        values.append(metric(grades, list(pool.judgments.values())))
    return np.array(values, float)


def table(name, found, model_scores, weights=(1.0, 0.9, 0.8, 0.7, 0.5, 0.3, 0.0)):
    """Per weight of BM25: mean, 95 % interval of the difference to BM25 alone, p, wins and losses."""
    base = measure(name, found, model_scores, 1.0)
    rows = []
    for weight in weights:
        values = measure(name, found, model_scores, weight)
        rng = np.random.default_rng(3)
        low, high = interval(values - base, rng)
        rows.append(
            {
                "lexical": weight,
                "mean": round(float(values.mean()), 4),
                "gain": round(float((values - base).mean()), 4),
                "interval": [round(low, 4), round(high, 4)],
                "p": round(randomisation(base, values, rng), 4),
                "wins": int((values > base + 1e-9).sum()),
                "losses": int((values < base - 1e-9).sum()),
            }
        )
    return {"metric": NAME.get(name, "nDCG@10"), "queries": len(found), "rows": rows}
