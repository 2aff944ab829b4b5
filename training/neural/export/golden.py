"""golden.json: inputs with the ids and scores that the gateway must find again after every load."""
import json

import numpy as np

from ..runtime import feeds
from ..tokens import padded, pair, pair_batch, single

TOLERANCE = {"cpu": 0.05, "cuda": 0.1}
VECTOR_TOLERANCE = {"cpu": 0.01, "cuda": 0.02}


def of_texts(texts, tokens, vectors, half):
    """`vectors`: a runtime.Vectors; `half`: that of the fp16 graph. One text a run, so that padding is in none of them."""
    entries = []
    for text, ids in zip(texts, tokens.ids):
        whole = single(ids, vectors.longest, vectors.special)
        vector, other = ([round(float(v), 5) for v in one.session.run(None, feeds(padded([whole])))[0][0]] for one in (vectors, half))
        entries.append({"text": text, "as": "query", "ids": [int(i) for i in whole], "vector": vector, "cudaVector": other})
    return {"tolerance": VECTOR_TOLERANCE, "texts": entries}


def of_pairs(pairs, tokens, scorer, half):
    """`tokens`: of queries and texts by turns. `scorer`: a runtime.Scorer; `half`: that of the fp16 graph, whose scores are
    those of a GPU."""
    entries = []
    for at, (query, text) in enumerate(pairs):
        both = (tokens.ids[2 * at], tokens.ids[2 * at + 1])
        whole, _ = pair(*both, scorer.longest, scorer.longest_query)
        batch = pair_batch([both], scorer.longest, scorer.longest_query)
        score, other = (round(float(one.session.run(None, feeds(batch))[0].reshape(-1)[0]), 4) for one in (scorer, half))
        entries.append({"query": query, "text": text, "ids": [int(i) for i in whole], "score": score, "cudaScore": other})
    return {"tolerance": TOLERANCE, "pairs": entries}


def write(path, golden):
    """One entry a line: a difference can be read."""
    name = "pairs" if "pairs" in golden else "texts"
    lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in golden[name])
    head = json.dumps(golden["tolerance"])
    path.write_text(f'{{\n  "tolerance": {head},\n  "{name}": [\n{lines}\n  ]\n}}\n', encoding="utf-8")


def invariant(run, batch):
    """The largest difference of an output between a row alone, unpadded, and the row in its batch."""
    together = run(batch)
    worst = 0.0
    for at in range(len(together)):
        length = int(batch[1][at].sum())
        alone = run([array[at : at + 1, :length] for array in batch])
        worst = max(worst, float(np.abs(alone[0] - together[at]).max()))
    return worst
