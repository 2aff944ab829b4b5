"""What reference implementations say of runs; reads one JSON object from standard input and writes one.

trec_eval (by pytrec_eval): MAP, reciprocal rank, precision, recall, nDCG. Its gains are the grades themselves, so it is
given 2^grade - 1. gdeval, TREC's script for graded measures (by ir_measures): ERR and nDCG with gains of its own, five
decimals. SciPy: Spearman.
"""

import json
import sys

import ir_measures
import pytrec_eval
from ir_measures import ERR, AP, P, R, nDCG
from scipy.stats import spearmanr


def trec_eval(qrels, runs, k, depth):
    gained = {q: {d: 2**g - 1 for d, g in docs.items()} for q, docs in qrels.items()}
    names = {f"P_{k}": f"precision@{k}", f"recall_{depth}": f"recall@{depth}"}
    names |= {f"map_cut_{depth}": f"map@{depth}", "recip_rank": "mrr@1000"}
    out = {}
    for query, values in pytrec_eval.RelevanceEvaluator(qrels, set(names)).evaluate(runs).items():
        out[query] = {names[name]: value for name, value in values.items()}
    for query, values in pytrec_eval.RelevanceEvaluator(gained, {f"ndcg_cut_{k}"}).evaluate(runs).items():
        out[query][f"ndcg@{k}"] = values[f"ndcg_cut_{k}"]
    return out


def others(qrels, runs, k, depth):
    judged = [ir_measures.Qrel(q, d, g) for q, docs in qrels.items() for d, g in docs.items()]
    found = [ir_measures.ScoredDoc(q, d, s) for q, docs in runs.items() for d, s in docs.items()]
    measures = {
        ERR @ k: f"err@{k}",
        nDCG(dcg="exp-log2") @ k: f"gdeval-ndcg@{k}",
        AP(judged_only=True) @ depth: f"judged-map@{depth}",
        P(judged_only=True) @ k: f"judged-precision@{k}",
        R(judged_only=True) @ k: f"judged-recall@{k}",
    }
    out = {}
    for value in ir_measures.iter_calc(list(measures), judged, found):
        out.setdefault(value.query_id, {})[measures[value.measure]] = value.value
    return out


given = json.load(sys.stdin)
k, depth = given["k"], given["depth"]
result = trec_eval(given["qrels"], given["runs"], k, depth)
for query, values in others(given["qrels"], given["runs"], k, depth).items():
    result[query] |= values
print(json.dumps({"queries": result, "spearman": spearmanr(given["scores"], given["labels"])[0]}))
