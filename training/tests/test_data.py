"""The parts that data is built from."""
import numpy as np
import pytest

from neural.data.bm25 import BM25, analyse
from neural.data.lists import Candidate, List, Lists
from neural.data.negatives import Miner
from neural.data.noise import homophones, misspell, slip
from neural.data.passage import passage
from neural.data.sets import JudgedSet, render
from neural.data.titles import ask, title_lists

TITLES = {n: text for n, text in enumerate(["red phone case", "blue phone case", "red lamp", "oak table", "苹果手机壳", "苹果手机膜", "花茶"])}
SPEC = {"bm25": 2, "knn": 0, "random": 2, "depth": 10}


def test_terms_are_words_without_plural_and_chinese_in_ones_and_twos():
    assert analyse("Phone Cases, glass!") == ["phone", "case", "glass"]
    assert analyse("手机壳X9") == ["手", "机", "壳", "手机", "机壳", "x9"]


def test_bm25_finds_the_rarer_word_first():
    numbers, scores = BM25(list(TITLES.values())).top("red lamp", 10)
    assert [TITLES[n] for n in numbers[:2]] == ["red lamp", "red phone case"]
    assert list(scores) == sorted(scores, reverse=True)
    assert len(BM25(["a b"]).top("nothing", 5)[0]) == 0


def test_bm25_scores_are_those_of_the_formula():
    documents = ["red red lamp", "lamp shade on the desk"]
    idf = np.log(1 + (2 - 1 + 0.5) / 1.5)
    norm = 1.2 * (1 - 0.75 + 0.75 * 3 / 4)
    assert BM25(documents).scores("red")[0] == pytest.approx(idf * 2 * 2.2 / (2 + norm), rel=1e-5)


def test_a_template_joins_what_is_there():
    document = {"title": "Heat", "actors": ["Al Pacino", "Robert De Niro", "Val Kilmer"], "year": 1995}
    template = "{title} {year} {actors:24} {missing}"
    assert render(template, document) == "Heat 1995 Al Pacino Robert De Niro Val Kilmer"
    assert render(template, document, ["nothing"]) == "Heat 1995 Al Pacino Robert De Niro"
    assert render(template, document, ["kilmer"]) == "Heat 1995 Val Kilmer"


def test_the_passage_is_that_of_the_gateway():
    """The cases of template.test.ts."""
    filler = "Nothing of interest stands here, word after word. "
    text = f"{filler * 8}Its colour fades. The battery charges by usb cable. {filler * 8}"
    assert passage(text, ["usb", "cable", "battery"], 60) == "The battery charges by usb cable. Nothing of interest stand"
    assert passage(filler * 8, ["usb"], 7) == "Nothing"


def test_a_reranker_is_shown_what_says_most_about_the_query():
    rows = {"1": {"title": "Heat", "actors": ["Al Pacino", "Robert De Niro", "Val Kilmer"]}}
    found = JudgedSet("films", {"1": "whole"}, {}, {}, "{title} {actors:24}", rows)
    assert found.read("1", "Kilmer films") == "Heat Val Kilmer"
    assert JudgedSet("pages", {"1": "whole"}, {}, {}).read("1", "Kilmer") == "whole"


def test_negatives_are_neighbours_first_and_never_what_is_excluded():
    found = Miner(TITLES, SPEC, np.random.default_rng(0)).mine("red phone case", {0})
    assert 0 not in found
    assert len(found) == len(set(found)) == 4
    assert set(found[:2]) == {1, 2}


def test_vectors_find_neighbours_that_share_no_word():
    vectors = np.eye(7, dtype=np.float32)
    vectors[3] = vectors[0]
    miner = Miner(TITLES, {**SPEC, "bm25": 0, "knn": 1, "random": 0, "depth": 2}, np.random.default_rng(0), vectors)
    assert miner.mine("red phone case", {0}, vectors[0]) == [3]


def test_a_title_is_asked_for_with_its_own_words():
    rng = np.random.default_rng(3)
    for _ in range(50):
        assert set(analyse(ask("Acme X-200 wireless optical mouse, black", rng))) <= set(analyse("Acme X-200 wireless optical mouse, black"))
        assert len(ask("家用防尘厨房厨师帽子车间工厂", rng)) <= 4
    assert ask("!!!", rng) == ""


def test_a_neighbour_with_every_term_is_no_wrong_answer():
    rng = np.random.default_rng(0)
    for one in title_lists("shop", Miner(TITLES, SPEC, rng), 40, {"misspelt": 0, "candidates": 6}, rng):
        asked = set(analyse(one.query))
        assert one.candidates[0].target == 1 and asked <= set(analyse(one.candidates[0].text))
        assert all(c.target == 0 and not asked <= set(analyse(c.text)) for c in one.candidates[1:])


def test_a_slip_changes_one_word_a_little():
    rng = np.random.default_rng(0)
    for _ in range(200):
        assert abs(len(slip("keyboard", rng)) - 8) <= 1
        changed = misspell("usb keyboard 100", rng).split(" ")
        assert changed[0] == "usb" and changed[2] == "100"
    assert misspell("a b", rng) == "a b"


def test_chinese_is_confused_with_what_sounds_the_same():
    assert "保" in homophones()["宝"]
    typed = misspell("充电宝", np.random.default_rng(1))
    assert len(typed) == 3 and sum(a != b for a, b in zip(typed, "充电宝")) == 1


def test_lists_come_back_from_their_file(tmp_path):
    lists = Lists.of([List("b", "q", (Candidate("x", 1.0, True), Candidate("y", 0.0, False))), List("a", "x", (Candidate("q", 0.5, True),))])
    lists.save(tmp_path / "lists.npz")
    back = Lists.load(tmp_path / "lists.npz")
    assert back.sources == ["a", "b"] and back.texts == ["q", "x", "y"]
    assert [back.sources[s] for s in back.source] == ["b", "a"]
    assert list(back.target[back.rows(0)]) == [1.0, 0.0] and list(back.judged[back.rows(0)]) == [True, False]
    assert [back.texts[c] for c in back.candidate[back.rows(1)]] == ["q"]
    assert np.isnan(back.teacher).all()


def test_the_teacher_speaks_only_of_its_sources():
    lists = Lists.of([List("en", "q", (Candidate("x", 1.0, True),)), List("zh", "x", (Candidate("y", 0.0, True),))])
    vectors = {"q": [1.0, 0.0], "x": [0.6, 0.8], "y": [0.0, 1.0]}
    taught = lists.taught(["en"], lambda texts: np.array([vectors[t] for t in texts], np.float32))
    assert taught.teacher[0] == pytest.approx(0.6) and np.isnan(taught.teacher[1])
