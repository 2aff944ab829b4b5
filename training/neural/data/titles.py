"""Titles as weak positives: some of a title's words ask for it; what else holds some of those words is no answer."""
import re

from .bm25 import analyse
from .lists import Candidate, List
from .noise import misspell

PIECES = re.compile(r"[\u3400-\u9fff]+|[^\W_]+(?:[-.][^\W_]+)*")


def ask(title, rng):
    """A query for a title: two or three pieces of it in their order; of a Chinese piece four characters at most."""
    pieces = PIECES.findall(title)[:16]
    if not pieces:
        return ""
    number = min(len(pieces), int(rng.integers(1, 4)))
    # What stands first names the thing: the first pieces are twice as likely.
    weight = [2.0 if at < 5 else 1.0 for at in range(len(pieces))]
    total = sum(weight)
    chosen = sorted(rng.choice(len(pieces), size=number, replace=False, p=[w / total for w in weight]))
    words = []
    for at in chosen:
        piece = pieces[at]
        if piece[0] >= "\u3400" and len(piece) > 4:
            start = int(rng.integers(len(piece) - 3))
            piece = piece[start : start + int(rng.integers(2, 5))]
        words.append(piece)
    chinese = sum(word[0] >= "\u3400" for word in words)
    return ("" if chinese == len(words) else " ").join(words)


def title_lists(source, miner, number, spec, rng, encode=None):
    """`number` lists over the miner's catalogue. A neighbour that holds every term of the query may be an answer: it is left out."""
    chosen = [int(at) for at in rng.integers(len(miner.texts), size=number)]
    asked = [ask(miner.texts[at], rng) for at in chosen]
    vectors = encode(asked) if encode else [None] * len(asked)
    made = []
    for at, query, vector in zip(chosen, asked, vectors):
        terms = set(analyse(query))
        if not terms:
            continue
        wrong = [n for n in miner.mine(query, {at}, vector) if not terms <= set(analyse(miner.texts[n]))]
        candidates = [Candidate(miner.shown(at, query), 1.0, False)] + [Candidate(miner.shown(n, query), 0.0, False) for n in wrong]
        typed = misspell(query, rng) if rng.random() < spec["misspelt"] else query
        made.append(List(f"title:{source}", typed, tuple(candidates[: spec["candidates"]])))
    return made
