"""An n-gram model of characters, order 4, with Witten-Bell smoothing: probability and back-off of each sequence."""
import math
from collections import Counter, defaultdict

import numpy as np

ORDER = 4
# Sequences of each order read less often are left out.
LEAST = {1: 1, 2: 2, 3: 2, 4: 3}
START, END = 2, 3
NEVER = 1e-5
# Bits of a key that tell its bucket: one or two sequences in each, and four bits to spare in the number of a sequence.
BUCKET_BITS = 20


def count(runs):
    """order -> Counter of tuples of codes."""
    grams = {order: Counter() for order in range(1, ORDER + 1)}
    for run in runs:
        codes = (START, *map(ord, run), END)
        for order in range(1, ORDER + 1):
            table = grams[order]
            for at in range(max(1, order - 1), len(codes)):
                table[codes[at - order + 1 : at + 1]] += 1
    for order, table in grams.items():
        least = LEAST[order]
        if least > 1:
            grams[order] = Counter({gram: n for gram, n in table.items() if n >= least})
    return grams


def model(grams):
    """sequence -> [probability of its last character, what is left for shorter ones once it has been seen]"""
    entries = {}
    for order in range(1, ORDER + 1):
        total, kinds = defaultdict(int), defaultdict(int)
        for gram, n in grams[order].items():
            total[gram[:-1]] += n
            kinds[gram[:-1]] += 1
        for history in total:
            if history in entries:
                entries[history][1] = kinds[history] / (total[history] + kinds[history])
        for gram, n in grams[order].items():
            history = gram[:-1]
            lower = probability(entries, gram[1:]) if order > 1 else NEVER
            entries[gram] = [(n + kinds[history] * lower) / (total[history] + kinds[history]), 1.0]
    return entries


def probability(entries, gram):
    weight = 1.0
    while gram:
        found = entries.get(gram)
        if found:
            return weight * found[0]
        history = entries.get(gram[:-1])
        if len(gram) > 1 and history:
            weight *= history[1]
        gram = gram[1:]
    return weight * NEVER


def key(codes):
    """32 bits, never 0; the same steps as in character-model.ts."""
    value = 0x811C9DC5
    for code in codes:
        value = ((value ^ code) * 0x01000193) & 0xFFFFFFFF
        value ^= value >> 15
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    value ^= value >> 13
    return value or 1


def table(entries, step):
    """How many sequences each bucket holds, and of each, in the order of their keys, the rest of its key, probability
    and back-off in one number. A bucket is for keys with the same first bits; of equal keys one stands for all."""
    keys = np.fromiter(map(key, entries), np.uint32, len(entries))
    values = np.fromiter(
        ((byte(share, step) << 8) | byte(rest, step) for share, rest in entries.values()), np.uint32, len(entries)
    )
    keys, first = np.unique(keys, return_index=True)
    counts = np.bincount(keys >> (32 - BUCKET_BITS), minlength=1 << BUCKET_BITS)
    assert counts.max() < 256
    return counts.astype(np.uint8), ((keys & ((1 << (32 - BUCKET_BITS)) - 1)) << 16) | values[first]


def byte(value, step):
    return min(255, max(0, round(-math.log10(value) / step)))
