"""Nothing held out gets into training, and if it does, the build stops."""
import json

import numpy as np
import pytest

from neural import config
from neural.data import build, held_out as held_out_files, sources
from neural.data.leakage import Guard, Leak
from neural.data.lists import Candidate, List
from neural.data.split import held_out

WORDS = "red blue green small large phone case cable lamp chair table laptop bag mouse board".split()


def write_set(folder, queries):
    folder.mkdir()
    rng = np.random.default_rng(1)
    documents = [{"_id": f"d{n}", "title": " ".join(rng.choice(WORDS, 4))} for n in range(60)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "queries.jsonl").write_text("\n".join(json.dumps({"_id": f"q{n}", "text": text}) for n, text in enumerate(queries)))
    rows = [f"q{n}\td{n}\t{1 + n % 2}" for n in range(len(queries))]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]))


@pytest.fixture
def data(tmp_path, monkeypatch):
    queries = [f"{first} {second} {n}" for n, (first, second) in enumerate(zip(WORDS * 2, WORDS[1:] * 2))]
    write_set(tmp_path / "shop", queries)
    write_set(tmp_path / "web", [f"web {q}" for q in queries])
    pairs = [f"{q}\tplease {q}\t{n % 2}" for n, q in enumerate(queries)]
    # A training row whose second text is a held-out query of another row.
    out = next(q for q in queries if held_out(q, 0.5))
    inside = next(q for q in queries if not held_out(q, 0.5))
    (tmp_path / "pairs.tsv").write_text("\n".join([*pairs, f"{inside}\t{out}\t1"]))
    monkeypatch.setenv("RELEVANCE_EVAL_DATA", str(tmp_path))
    monkeypatch.setattr(build, "PAIRED", frozenset(["web", "title:web", "alike"]))
    common = {"template": "{title}", "top": 2, "share": 0.5, "unjudged": "negative"}
    return {
        "seed": 1,
        "sets": {
            "shop": {**common, "name": "shop", "folder": "shop", "negatives": "catalogue"},
            "web": {**common, "name": "web", "folder": "web", "negatives": "training"},
        },
        "pairs": {"alike": {"file": "pairs.tsv", "top": 1, "share": 0.5}},
        "texts": {},
        "titles": {"sources": ["shop", "web"], "lists": 40, "candidates": 6, "misspelt": 0.2},
        "negatives": {"bm25": 4, "knn": 0, "random": 2, "unknown": 2, "depth": 20},
    }


def lists_of(data):
    return build.build(data, lambda *_: None, None)


def test_a_list_holds_no_query_that_is_held_out(data):
    asked = {one.query for one in lists_of(data) if not one.source.startswith("title")}
    assert asked
    assert not [q for q in asked if held_out(q, 0.5)]


def test_every_training_query_has_its_list(data):
    split = sources.judged(data["sets"]["shop"])
    asked = {one.query for one in lists_of(data) if one.source == "shop"}
    assert asked == {split.set.queries[q] for q in split.training}


def test_a_pair_whose_other_text_is_held_out_is_dropped(data):
    rows, out = sources.pair_rows(data["pairs"]["alike"])
    apart = {text for row in out for text in row[:2]}
    assert out and rows
    assert not apart & {text for row in rows for text in row[:2]}


def test_documents_that_only_held_out_queries_judge_stay_out_of_pairs(data):
    spec = data["sets"]["web"]
    split, found = sources.judged(spec), sources.guard(data)
    seen = set(sources.documents(split, spec, found).values())
    assert seen
    assert not seen & set(sources.own_documents(split, split.held_out).values())


def test_pairs_of_judged_titles_are_written_for_either_side_and_share_no_query(data, monkeypatch, tmp_path):
    monkeypatch.setattr(config, "load", lambda _: data)
    monkeypatch.setattr(config, "cache", lambda *parts: tmp_path / parts[-1])
    held_out_files.main()
    sides = [(tmp_path / name).read_text().splitlines() for name in ("pairs-web.tsv", "pairs-web-training.tsv")]
    queries = [{row.split("\t")[0] for row in rows} for rows in sides]
    assert sum(map(len, sides)) == len(sources.judged(data["sets"]["web"]).set.queries)
    assert all(queries) and not queries[0] & queries[1]
    assert sides[0][0].count("\t") == 2
    assert not (tmp_path / "pairs-shop.tsv").exists()


def test_training_texts_hold_nothing_held_out(data):
    found = sources.guard(data)
    catalogue = set(sources.judged(data["sets"]["shop"]).set.documents.values())
    assert not [text for text in sources.training_texts(data) if text not in catalogue and found.holds(text)]


def test_the_build_stops_at_a_leak(data):
    split = sources.judged(data["sets"]["shop"])
    leaked = split.set.queries[split.held_out[0]]
    lists = [*lists_of(data), List("shop", leaked.upper(), (Candidate("red lamp", 1.0, True),))]
    with pytest.raises(Leak, match="1 held-out texts are in the training part of shop"):
        build.check(lists, sources.guard(data))


def test_a_leak_is_found_in_another_order_of_words():
    guard = Guard()
    guard.hold_out(["red phone case"])
    with pytest.raises(Leak):
        guard.check("here", ["Case, phone: RED"])
    guard.check("here", ["blue phone case", ""])


def test_missing_data_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("RELEVANCE_EVAL_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit, match="RELEVANCE_EVAL_DATA"):
        config.data_root()
