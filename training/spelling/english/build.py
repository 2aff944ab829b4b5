"""Builds dictionaries/english.spelling.bin. Usage: build.py PACKAGES SENTENCES OUT"""
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np

import model_file
import sources

# log10 of the share of a word that only a list knows, and the least that is told apart.
FLOOR = -9.0
# One byte: hundredths and a half would be too fine, tenths of a decade too coarse.
STEP = 1 / 25
CHECKED, NAME, TARGET, WEB_ONLY = 1, 2, 4, 8
# The web's pairs are cut below this count; what is not listed occurred less often.
WEB_CUT = 100_000
# Stands in front of every sentence.
START = "<s>"
CHARACTERS = "\0abcdefghijklmnopqrstuvwxyz0123456789'"


def vocabulary(root):
    """word -> (log10 share, flags)"""
    wf, web, lists = sources.wordfreq_words(), sources.web_words(root), sources.checked_words(root)
    checked = lists["scowl"] | lists["wordnet"]
    named = lists["names"] | lists["brands"] | lists["places"]
    words = {}
    for word in checked | named | wf.keys() | web.keys():
        if len(word) < 2 and word not in ("a", "i"):
            continue
        share = (10 ** wf.get(word, -99) + 10 ** web.get(word, -99)) / 2
        score = max(FLOOR, math.log10(share)) if share > 1e-50 else FLOOR
        known = word in checked or word in named
        # The web's own list holds every slip that a million people made: alone it is no witness.
        if not known and word not in wf and score < -8:
            continue
        flags = (CHECKED if word in checked else 0) | (NAME if word in named else 0)
        if score > (-8.5 if word in checked else -8) and (known or word in wf):
            flags |= TARGET
        if word in web and word not in wf:
            flags |= WEB_ONLY
        words[word] = (score, flags)
    words[START] = (math.log10(1 / 12), 0)
    return words


def bucketed(keys, payload, bits):
    """Sorted by bucket: start of each bucket, then the rest of the key and the payload."""
    buckets = keys >> np.uint64(64 - bits)
    order = np.argsort(buckets, kind="stable")
    starts = np.zeros((1 << bits) + 1, np.uint32)
    np.add.at(starts, buckets[order].astype(np.int64) + 1, 1)
    return np.cumsum(starts, dtype=np.uint32), order, payload[order]


def pair_key(left, right):
    """32 bits of two word numbers; the same multiplications as in word-pairs.ts."""
    value = (left.astype(np.uint64) * np.uint64(0x9E3779B1) + np.uint64(0x7F4A7C15)) & np.uint64(0xFFFFFFFF)
    value ^= value >> np.uint64(15)
    value = (value + right.astype(np.uint64) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    value ^= value >> np.uint64(13)
    value = (value * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    return value ^ (value >> np.uint64(16))


def bigrams(root, sentences, number, scores):
    """Pointwise mutual information (natural logarithm) of neighbours, of both corpora together."""
    web = sources.web_pairs(root)
    text, text_words = sources.text_pairs(sentences)
    total = sum(text_words.values())
    ratio = {}
    for (a, b), count in web.items():
        if a in number and b in number:
            expected = 10 ** (scores[a] + scores[b]) * sources.WEB_TOTAL
            ratio[a, b] = math.log(count / expected)
    for (a, b), count in text.items():
        if a not in number or b not in number:
            continue
        expected = text_words[a] * text_words[b] / total
        # One occurrence is weak evidence: half a count is taken off.
        value = math.log((count - 0.5) / expected)
        seen = ratio.get((a, b))
        if seen is None:
            if count == 1 and value < 2:
                continue
            ratio[a, b] = value
        else:
            ratio[a, b] = max(seen, (seen + value) / 2)
    left = np.array([number[a] for a, _ in ratio], np.uint32)
    right = np.array([number[b] for _, b in ratio], np.uint32)
    values = np.clip(np.round(np.array(list(ratio.values())) * 10) + 100, 1, 255).astype(np.uint8)
    keys = pair_key(left, right)
    bits = 18
    buckets = (keys >> np.uint64(32 - bits)).astype(np.int64)
    order = np.argsort(buckets, kind="stable")
    starts = np.zeros((1 << bits) + 1, np.uint32)
    np.add.at(starts, buckets + 1, 1)
    # 14 bits are left of the key; two more come from the left word.
    rest = ((keys & np.uint64((1 << (32 - bits)) - 1)) | ((left.astype(np.uint64) & np.uint64(3)) << np.uint64(14))).astype(np.uint16)
    return np.cumsum(starts, dtype=np.uint32), rest[order], values[order]


def letters(words):
    """Four-letter model of how words look: log10 share, one byte a four-gram, of the last given the three before."""
    size = len(CHARACTERS)
    code = {c: i for i, c in enumerate(CHARACTERS)}
    grams = [np.zeros(size**n) for n in range(1, 5)]
    for word, (score, flags) in words.items():
        if not flags & TARGET:
            continue
        weight = 1 + max(0, score - FLOOR)
        ids = [0, 0, 0] + [code[c] for c in word] + [0]
        for at in range(3, len(ids)):
            context = 0
            for n in range(4):
                context += ids[at - n] * size**n
                grams[n][context] += weight
    share = grams[0] / grams[0].sum()
    for n in range(1, 4):
        table = grams[n].reshape(-1, size)
        # The gram one shorter is the same without its first letter.
        shorter = np.tile(share, size).reshape(-1, size) if n > 1 else np.tile(share, (size, 1))
        kinds = (table > 0).sum(axis=1, keepdims=True)
        sums = table.sum(axis=1, keepdims=True)
        share = ((table + 5 * (kinds + 1) * shorter) / (sums + 5 * (kinds + 1))).reshape(-1)
    return np.clip(np.round(-np.log10(share) * 40), 0, 255).astype(np.uint8)


def main(root, sentences, out):
    words = vocabulary(root)
    ordered = sorted(words)
    number = {word: at for at, word in enumerate(ordered)}
    scores = {word: score for word, (score, _) in words.items()}
    starts, rest, values = bigrams(root, sentences, number, scores)
    sections = {
        "text": np.frombuffer("".join(ordered).encode(), np.uint8),
        "lengths": np.array([len(w) for w in ordered], np.uint8),
        "scores": np.array([round((words[w][0] - FLOOR) / STEP) for w in ordered], np.uint8),
        "flags": np.array([words[w][1] for w in ordered], np.uint8),
        "pairStarts": starts,
        "pairKeys": rest,
        "pairValues": values,
        "letters": letters(words),
    }
    about = {"version": 1, "words": len(ordered), "scoreFloor": FLOOR, "scoreStep": STEP, "weights": {}}
    model_file.write(out, about, sections)
    print({name: array.nbytes for name, array in sections.items()}, len(ordered), len(rest))
    print(Counter(flags for _, flags in words.values()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
