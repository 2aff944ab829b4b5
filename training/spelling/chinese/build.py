"""Builds dictionaries/chinese.spelling.bin. Usage: build.py LIBIME_DATA TEXT ALIKE.npz NEIGHBOURS.npz OUT

LIBIME_DATA is the folder `data` of libime's source (1.0.16) with its archives unpacked: lm_sc.arpa, dict_sc.txt. TEXT has
one run of Chinese characters a line, as texts.py writes them; the others are what alike.py and neighbours.py write. Needs
jieba and numpy.
"""
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

import characters as character_model
import sources

sys.path.insert(0, str(Path(__file__).parent.parent / "english"))
import model_file

# One byte of log10: 255 steps.
STEP = 1 / 32
BACKOFF_STEP = 1 / 24
# A jieba word that the language model does not have is rarer than its own by this much.
STRANGER = -1.0


def key(classes):
    """32 bits of a sequence of syllable classes; the same multiplications as in pinyin-index.ts."""
    value = 0x811C9DC5
    for one in classes:
        value = ((value ^ (one + 1)) * 0x01000193) & 0xFFFFFFFF
    return value


def quantised(values):
    return np.clip(np.round(-np.asarray(values) / STEP), 0, 255).astype(np.uint8)


def backoffs(values):
    return np.clip(np.round(-np.asarray(values) / BACKOFF_STEP), 0, 255).astype(np.uint32)


def bytes_of(numbers):
    """Numbers as signed bytes, and what one step is worth."""
    step = float(np.percentile(np.abs(numbers), 99.95)) / 127
    return np.clip(np.round(numbers / step), -127, 127).astype(np.int8), step


def mistaken(characters, alike):
    """The sections that say which characters may be mistaken for which."""
    place = {int(code): at for at, code in enumerate(alike["characters"])}
    starts, others, kinds = [0], [], []
    for c in characters:
        at = place.get(ord(c))
        if at is not None:
            own = slice(alike["starts"][at], alike["starts"][at + 1])
            others += [int(alike["characters"][o]) for o in alike["alike"][own]]
            kinds += list(alike["kinds"][own])
        starts.append(len(others))
    return {
        "alikeStarts": np.array(starts, np.uint32),
        "alike": np.array(others, np.uint16),
        "alikeKinds": np.array(kinds, np.uint8),
    }


def followed(bigrams, number, place, trigrams):
    """The pairs that are seen before a third word or say what is left for those they are not: sections, and the triples."""
    triples = sorted(
        (place[number[a], number[b]], number[c], p)
        for (a, b, c), (p, _) in trigrams.items()
        if a in number and b in number and c in number and (number[a], number[b]) in place
    )
    rest = backoffs([o for _, _, _, o in bigrams])
    counts = np.bincount([pair for pair, _, _ in triples], minlength=len(bigrams))
    pairs = np.flatnonzero((counts > 0) | (rest > 0))
    sections = {
        "contextPairs": pairs.astype(np.uint32),
        "contextBackoffs": rest[pairs].astype(np.uint8),
        "contextCounts": counts[pairs].astype(np.uint16),
    }
    words = np.array([w for _, w, _ in triples], np.uint32)
    return sections, (words << 8) | quantised([p for _, _, p in triples]).astype(np.uint32)


def main(data, runs, alike_file, neighbour_file, out):
    lm = sources.read_arpa(data / "lm_sc.arpa")
    readings = sources.readings(data / "dict_sc.txt")
    unigrams = {w: v for w, v in lm[1].items() if sources.is_han(w)}
    for word, score in sources.jieba_words().items():
        if word not in unigrams:
            unigrams[word] = (score + STRANGER, 0.0)
    words = sorted(unigrams)
    number = {word: at for at, word in enumerate(words)}
    print(len(words), "words")

    syllables = sorted({s for forms in readings.values() for form in forms for s in form})
    syllable = {s: at for at, s in enumerate(syllables)}
    classes = sources.fuzzy_classes(syllables)

    characters = sorted({c for word in words for c in word})
    of_character = {c: sorted({syllable[f[0]] for f in readings.get(c, ()) if len(f) == 1}) for c in characters}
    index = defaultdict(set)
    for word in words:
        for form in sources.forms(word, readings, of_character, syllable):
            index[key([classes[s] for s in form])].add(number[word])
    pairs = sorted((k, w) for k, ws in index.items() for w in ws)
    print(len(pairs), "readings")

    bigrams = sorted(
        (number[a], number[b], p, o) for (a, b), (p, o) in lm[2].items() if a in number and b in number
    )
    place = {(a, b): at for at, (a, b, _, _) in enumerate(bigrams)}
    following = np.bincount([a for a, _, _, _ in bigrams], minlength=len(words))
    assert following.max() < 1 << 16 and len(words) <= 1 << 19
    contexts, triples = followed(bigrams, number, place, lm[3])
    packed = (
        (np.array([b for _, b, _, _ in bigrams], np.uint32) << 9)
        | (quantised([p for _, _, p, _ in bigrams]).astype(np.uint32) << 1)
        | np.isin(np.arange(len(bigrams)), contexts["contextPairs"])
    )
    print(len(bigrams), "pairs", len(contexts["contextPairs"]), "with others behind them", len(triples), "triples")

    alike, network = np.load(alike_file), np.load(neighbour_file)
    tables, table_step = bytes_of(network["tables"])
    outputs, out_step = bytes_of(network["out"])
    with open(runs, encoding="utf-8") as lines:
        grams = character_model.model(character_model.count(line.rstrip("\n") for line in lines))
    print(len(grams), "sequences of characters")
    gram_counts, gram_entries = character_model.table(grams, STEP)
    text = "".join(words)
    model_file.write(
        out,
        {
            "version": 1,
            "words": len(words),
            "step": STEP,
            "backoffStep": BACKOFF_STEP,
            "tableStep": table_step,
            "outStep": out_step,
            "syllables": syllables,
            "classes": classes,
        },
        {
            "characters": np.array([ord(c) for c in characters], np.uint16),
            "syllableStarts": np.cumsum([0] + [len(of_character[c]) for c in characters]).astype(np.uint32),
            "syllables": np.array([s for c in characters for s in of_character[c]], np.uint16),
            **mistaken(characters, alike),
            "neighbours": alike["characters"],
            "neighbourTables": tables,
            "neighbourBias": network["bias"],
            "neighbourOut": outputs,
            "neighbourOutBias": network["obias"],
            "wordLengths": np.array([len(w) for w in words], np.uint8),
            "wordText": np.array([ord(c) for c in text], np.uint16),
            "unigrams": quantised([unigrams[w][0] for w in words]),
            "backoffs": backoffs([unigrams[w][1] for w in words]).astype(np.uint8),
            "readingKeys": np.array([k for k, _ in pairs], np.uint32),
            "readingWords": np.array([w for _, w in pairs], np.uint32),
            "bigramCounts": following.astype(np.uint16),
            "bigrams": packed,
            "gramCounts": gram_counts,
            "grams": gram_entries,
            **contexts,
            "trigrams": triples,
        },
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
