"""Measures a cross-encoder's folder on held-out queries and pairs. `python -m neural.evaluate.cross ce-xs`"""
import json
import sys

import numpy as np

from .. import config
from ..data import sources
from ..runtime import Scorer
from ..tokens import Tokens
from . import metrics, rerank


class Judge:
    """Scores texts by the int8 graph, or by the float one."""

    def __init__(self, name, spec, graph):
        self.tokenizer = config.models() / name / "tokenizer.json"
        self.scorer, self.longest = Scorer(graph, spec["tokens"], spec["query_tokens"]), spec["tokens"]

    def scores(self, pairs):
        """Of (query, text)."""
        used = list(dict.fromkeys(text for pair in pairs for text in pair))
        ids = dict(zip(used, Tokens.of(self.tokenizer, used, self.longest).ids))
        return self.scorer.scores([(ids[query], ids[text]) for query, text in pairs])


def ranked(set_name, split, limit, judges):
    """The table of a set by the first judge; `drop` is what it loses against the second at that one's best weight."""
    found = rerank.pools(split, limit=limit)
    pairs = [(pool.query, split.set.read(d, pool.query)) for pool in found for d in pool.ids]
    ends = np.cumsum([len(pool.ids) for pool in found])[:-1]
    small, full = (rerank.table(set_name, found, np.split(judge.scores(pairs), ends)) for judge in judges)
    at = max(range(len(full["rows"])), key=lambda row: full["rows"][row]["mean"])
    return {"set": set_name, **small, "drop": round(full["rows"][at]["mean"] - small["rows"][at]["mean"], 4)}


def judged_pairs(set_name, split, limit, judge):
    """Spearman and AUC over held-out (query, judged document)."""
    rows = [(split.set.queries[q], split.set.read(d, split.set.queries[q]), g) for q in split.held_out for d, g in split.set.judgments[q].items()]
    rows = [rows[at] for at in np.random.default_rng(5).permutation(len(rows))[:limit]]
    scores, grades = judge.scores([(query, text) for query, text, _ in rows]), [grade for *_, grade in rows]
    return {"pairs": set_name, "number": len(rows), **correlations(scores, grades)}


def correlations(scores, grades):
    grades, rng = np.array(grades, float), np.random.default_rng(3)
    drawn = [rng.integers(len(grades), size=len(grades)) for _ in range(300)]
    some = [metrics.spearman(scores[at], grades[at]) for at in drawn]
    low, high = np.quantile(some, [0.025, 0.975])
    return {
        "spearman": round(metrics.spearman(scores, grades), 1),
        "interval": [round(float(low), 1), round(float(high), 1)],
        "auc": round(metrics.auc(scores, grades > 0), 3),
    }


def classified(name, spec, judge, limit=4000):
    """Accuracy on held-out pairs with bounds found on training pairs."""
    training, out = sources.pair_rows(spec)
    rng = np.random.default_rng(5)
    fitted = [training[at] for at in rng.permutation(len(training))[:limit]]
    scores = judge.scores([row[:2] for row in fitted])
    labels = [round(row[2] * spec["top"]) for row in fitted]
    bounds = metrics.best_bounds(scores, labels)
    held, wanted = judge.scores([row[:2] for row in out]), np.array([round(row[2] * spec["top"]) for row in out])
    right = (np.searchsorted(bounds, held) == wanted).astype(float)
    low, high = metrics.interval(right, rng)
    most = float(np.bincount(wanted).max() / len(wanted))
    return {
        "pairs": name,
        "number": len(out),
        "accuracy": round(float(right.mean()), 3),
        "accuracy_interval": [round(low, 3), round(high, 3)],
        "most_frequent_label": round(most, 3),
        **correlations(held, wanted),
    }


def main(name):
    spec, data, report = config.load(name), config.load("data"), []
    small = Judge(name, spec, config.models() / name / "model.onnx")
    full = Judge(name, spec, config.cache(name, "float.onnx"))
    for set_name, limit in spec["measure"]["sets"].items():
        report.append(ranked(set_name, sources.judged(data["sets"][set_name]), limit, (small, full)))
        print(json.dumps(report[-1]), flush=True)
    for set_name, limit in spec["measure"]["judged"].items():
        report.append(judged_pairs(set_name, sources.judged(data["sets"][set_name]), limit, small))
        print(json.dumps(report[-1]), flush=True)
    for pair_name in spec["measure"]["pairs"]:
        report.append(classified(pair_name, data["pairs"][pair_name], small))
        print(json.dumps(report[-1]), flush=True)
    config.cache(name, "measured.json").write_text(json.dumps(report, indent=2))
    worst = max(one.get("drop", 0) for one in report)
    if worst > spec["gate"]["ndcg"]:
        raise SystemExit(f"int8 loses {worst} against float, more than {spec['gate']['ndcg']}")


if __name__ == "__main__":
    main(sys.argv[1])
