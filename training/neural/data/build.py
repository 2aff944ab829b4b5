"""Builds the training lists of all sets, and stops when something held out is in them. `python -m neural.data.build`"""
from collections import Counter

import numpy as np

from .. import config, teacher
from . import sets, sources
from .lists import Candidate, List, Lists
from .negatives import Miner
from .titles import title_lists


def judged_lists(name, split, spec, miner, encode):
    """One list a training query: its judgments, and mined negatives where what is unjudged counts as no answer."""
    number = {document: at for at, document in enumerate(miner.ids)}
    vectors = encode([split.set.queries[q] for q in split.training]) if encode else [None] * len(split.training)
    made = []
    for query_id, vector in zip(split.training, vectors):
        query, judgments = split.set.queries[query_id], split.set.judgments[query_id]
        candidates = [Candidate(miner.shown(number[d], query), grade / spec["top"], True) for d, grade in judgments.items() if d in number]
        if not candidates:
            continue
        excluded = {number[d] for d in judgments if d in number}
        if spec["unjudged"] == "negative":
            wrong = miner.mine(query, excluded, vector)
        else:
            wrong = [int(n) for n in miner.rng.integers(len(miner.texts), size=miner.spec["unknown"]) if n not in excluded]
        candidates += [Candidate(miner.shown(n, query), 0.0, False) for n in wrong]
        made.append(List(name, query, tuple(candidates)))
    return made


def pair_lists(name, rows, found):
    """Pairs, grouped by their first text; a list of one is a pair with a label."""
    groups = {}
    for first, second, target in rows:
        if not found.holds(first) and not found.holds(second):
            groups.setdefault(first, []).append(Candidate(second, target, True))
    return [List(name, first, tuple(candidates)) for first, candidates in groups.items()]


def check(lists, found):
    """Raises Leak when a query, or a text of a pair, is held out. A catalogue's documents may stand on both sides."""
    for one in lists:
        found.check(one.source, [one.query])
        if one.source in PAIRED:
            found.check(one.source, [candidate.text for candidate in one.candidates])


PAIRED = frozenset(["qbqtc", "title:qbqtc", "lcqmc", "kuake", "afqmc", "oppo", "pawsx", "stsb"])


def build(data, vectors_of, encode):
    """All lists. `vectors_of(name, documents)` → array or None, `encode(texts)` → array or None, of the English encoder."""
    rng = np.random.default_rng(data["seed"])
    found, lists = sources.guard(data), []
    titles = data["titles"]
    share = titles["lists"] // len(titles["sources"])
    catalogues = {}
    for name, spec in data["sets"].items():
        split = sources.judged(spec)
        documents = sources.documents(split, spec, found)
        english = spec["negatives"] == "catalogue" and data["negatives"]["knn"] > 0
        vectors = vectors_of(name, documents) if english else None
        miner = Miner(documents, data["negatives"], rng, vectors, read=split.set.read)
        catalogues[name] = (miner, encode if vectors is not None else None)
        lists += judged_lists(name, split, spec, miner, catalogues[name][1])
    for name, spec in data["texts"].items():
        if name in titles["sources"]:
            texts = dict(enumerate(t for t in sets.texts(config.data_root(), spec) if not found.holds(t)))
            catalogues[name] = (Miner(texts, data["negatives"], rng), None)
    for name in titles["sources"]:
        miner, coder = catalogues[name]
        lists += [one for one in title_lists(name, miner, share, titles, rng, coder) if not found.holds(one.query)]
    for name, spec in data["pairs"].items():
        lists += pair_lists(name, sources.pair_rows(spec)[0], found)
    check(lists, found)
    return lists


def main():
    data = config.load("data")
    lists = build(data, teacher.document_vectors, teacher.encode)
    arrays = Lists.of(lists)
    if data["teach"]:
        arrays = arrays.taught(data["teach"], teacher.encode)
    arrays.save(config.cache("lists.npz"))
    for source, number in sorted(Counter(one.source for one in lists).items()):
        candidates = sum(len(one.candidates) for one in lists if one.source == source)
        print(f"{source:22} {number:7} lists {candidates:8} pairs")


if __name__ == "__main__":
    main()
