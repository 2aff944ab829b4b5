"""Misspellings and confusions as people type them: Latin slips by the keyboard, Chinese ones by the same pinyin."""
from functools import lru_cache

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours():
    near = {}
    for row, keys in enumerate(ROWS):
        for at, letter in enumerate(keys):
            around = [keys[i] for i in (at - 1, at + 1) if 0 <= i < len(keys)]
            around += [ROWS[r][at] for r in (row - 1, row + 1) if 0 <= r < len(ROWS) and at < len(ROWS[r])]
            near[letter] = "".join(around)
    return near


NEAR = _neighbours()


@lru_cache(maxsize=1)
def homophones():
    """Character → characters of GB2312's frequent half that are read alike (pypinyin, MIT)."""
    from pypinyin import lazy_pinyin

    frequent = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    groups = {}
    for character, sound in zip(frequent, lazy_pinyin("".join(frequent))):
        groups.setdefault(sound, []).append(character)
    return {character: [other for other in group if other != character] for group in groups.values() for character in group}


def slip(word, rng):
    """One slip in a Latin word: a neighbour's key, a letter lost, doubled, or two swapped."""
    at = int(rng.integers(len(word)))
    kind = int(rng.integers(4))
    if kind == 0 and word[at] in NEAR:
        return word[:at] + NEAR[word[at]][int(rng.integers(len(NEAR[word[at]])))] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def misspell(text, rng):
    """The text with one slip: in a Latin word of four letters or more, else in a Chinese character; else unchanged."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 4 and word.isascii() and word.isalpha()]
    if long:
        at = long[int(rng.integers(len(long)))]
        return " ".join([*words[:at], slip(words[at].lower(), rng), *words[at + 1 :]])
    alike = homophones()
    places = [at for at, character in enumerate(text) if alike.get(character)]
    if not places or len(text) < 3:
        return text
    at = places[int(rng.integers(len(places)))]
    options = alike[text[at]]
    return text[:at] + options[int(rng.integers(len(options)))] + text[at + 1 :]
