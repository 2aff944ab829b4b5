"""What the Chinese spelling model is made of: libime's language model and input tables, jieba's dictionary."""
import itertools
import math
from collections import defaultdict
from pathlib import Path

# Pairs that speakers mix up: the initials and finals of a class count as one.
INITIALS = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n")]
FINALS = [("ing", "in"), ("eng", "en"), ("ang", "an")]
LONGEST_WORD = 7
MOST_FORMS = 8


def is_han(word):
    return 0 < len(word) <= LONGEST_WORD and all("\u4e00" <= c <= "\u9fff" for c in word)


def read_arpa(path):
    """order -> {words: (log10 probability, log10 back-off)}; single words as text."""
    grams, order = {}, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.endswith("-grams:"):
                order = int(line[1])
                grams[order] = {}
            elif order and "\t" in line:
                parts = line.split("\t")
                words = tuple(parts[1].split(" "))
                value = (float(parts[0]), float(parts[2]) if len(parts) > 2 else 0.0)
                grams[order][words[0] if order == 1 else words] = value
    return grams


def readings(path):
    """word -> list of syllable tuples."""
    found = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) >= 2 and is_han(parts[0]):
                found[parts[0]].append(tuple(parts[1].split("'")))
    return found


def forms(word, known, of_character, syllable):
    """Ways to say a word, as syllable numbers: as the table has it, else as its characters are said."""
    if word in known:
        return [[syllable[s] for s in form] for form in known[word] if len(form) == len(word)]
    ways = [of_character.get(c, []) for c in word]
    return list(itertools.islice(itertools.product(*ways), MOST_FORMS)) if all(ways) else []


def fuzzy_classes(syllables):
    """The number of the class of each syllable: those that speakers mix up share one."""
    classes, numbers = [], {}
    for syllable in syllables:
        plain = syllable
        for long, short in INITIALS:
            if plain.startswith(long):
                plain = short + plain[len(long):]
                break
        for long, short in FINALS:
            if plain.endswith(long):
                plain = plain[: -len(long)] + short
                break
        classes.append(numbers.setdefault(plain, len(numbers)))
    return classes


def jieba_words():
    """jieba's dictionary (MIT): log10 of a word's share."""
    import jieba

    counts = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").split("\n"):
        parts = line.split(" ")
        if len(parts) >= 2 and is_han(parts[0]):
            counts[parts[0]] = int(parts[1])
    total = sum(counts.values())
    return {word: math.log10(max(count, 1) / total) for word, count in counts.items() if count >= 3}


def codes(path):
    """character -> its longest code in an input table."""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 2 and len(parts[1]) == 1 and ":" not in parts[0] and parts[0].isalpha():
                if len(parts[0]) > len(found.get(parts[1], "")):
                    found[parts[1]] = parts[0]
    return found
