"""Measures an encoder's folder: re-ranks BM25's first 50 by cosine, alone and blended. `python -m neural.evaluate.encoder NAME`"""
import json
import sys

from .. import config
from ..data import sources
from ..runtime import Vectors
from ..tokens import BERT, OWN, Tokens
from . import rerank


def cosines(folder, graph, spec, split, found):
    """Cosine of query and document, an array a pool."""
    special = BERT if spec["source"] == "minilm" else OWN
    encoder = Vectors(graph, spec["max_tokens"], special=special)
    used = sorted({d for pool in found for d in pool.ids})
    texts = [*(pool.query for pool in found), *(split.set.documents[d] for d in used)]
    vectors = encoder.vectors(Tokens.of(folder / "tokenizer.json", texts).ids)
    place = {d: at + len(found) for at, d in enumerate(used)}
    return [vectors[[place[d] for d in pool.ids]] @ vectors[at] for at, pool in enumerate(found)]


def measure(name, spec, set_name, limit):
    """The table of one set, and that of the float graph where it is at hand; `drop` is what int8 loses at its best weight."""
    split = sources.judged(config.load("data")["sets"][set_name])
    if spec["source"] == "minilm":
        # Nothing was trained on this set's judgments: all its queries are held out.
        split = sources.Split(split.set, (), tuple(split.set.queries))
    found = rerank.pools(split, limit=limit)
    folder = config.models() / name
    small = rerank.table(set_name, found, cosines(folder, folder / "model.onnx", spec, split, found))
    full = rerank.table(set_name, found, cosines(folder, config.cache(name, "float.onnx"), spec, split, found))
    at = max(range(len(small["rows"])), key=lambda row: full["rows"][row]["mean"])
    return {"set": set_name, **small, "drop": round(full["rows"][at]["mean"] - small["rows"][at]["mean"], 4)}


def main(name):
    spec, report = config.load(name), []
    for set_name, limit in spec["measure"].items():
        report.append(measure(name, spec, set_name, limit))
        print(json.dumps(report[-1]), flush=True)
    config.cache(name, "measured.json").write_text(json.dumps(report, indent=2))
    worst = max(one["drop"] for one in report)
    if worst > spec["gate"]["ndcg"]:
        raise SystemExit(f"int8 loses {worst} against float, more than {spec['gate']['ndcg']}")


if __name__ == "__main__":
    main(sys.argv[1])
