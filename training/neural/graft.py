"""A trunk for two languages out of an English one: MiniLM's first layers and words, and a row for each Chinese character.

A character starts where the English meanings of the words it stands in lie (CC-CEDICT), so that the layers meet something
they know. `python -m neural.graft` writes the tokenizer.
"""
import re
from collections import defaultdict

import numpy as np
import torch
from tokenizers import Tokenizer

from . import config, minilm
from .data import cedict
from .vocabulary import SPECIAL, assemble, is_han

UNUSED = re.compile(r"^\[.*\]$")
# Of a row of the English table; rows of no meaning get the table's mean and as much noise as the rows differ.
MEANING, PIECES = 0.7, 12


def path():
    return config.cache("grafted.json")


def entries(english, own):
    """Entry → id: the special ones, then all of the English vocabulary, then what the project's own has of Chinese and signs."""
    words = [word for word in english if not UNUSED.match(word)]
    latin = re.compile(r"^(##)?[a-z0-9]+$")
    more = [word for word in own if word not in english and not latin.match(word) and word not in SPECIAL]
    return {word: number for number, word in enumerate([*SPECIAL, *words, *more])}


def meanings():
    """Character → English meanings, its own first, then those of words that it stands in."""
    own, shared = {}, defaultdict(list)
    for word, meaning in cedict.entries(shortest=1):
        if len(word) == 1:
            own.setdefault(word, meaning)
        else:
            for character in set(word):
                shared[character].append(meaning)
    return {c: [*([own[c]] if c in own else []), *shared[c][:PIECES]] for c in {*own, *shared}}


def words(vocabulary, english, table, seed):
    """The table of words [entries, width]: English rows as they are, Chinese rows from their meanings (the few that the
    English table has were hardly ever seen)."""
    rng = np.random.default_rng(seed)
    known, tokenizer = table.numpy(), Tokenizer.from_file(str(minilm.folder() / "tokenizer.json"))
    tokenizer.no_padding()
    middle, spread = known.mean(0), known.std(0)
    rows = (middle + 0.3 * spread * rng.standard_normal((len(vocabulary), known.shape[1]))).astype(np.float32)
    of = meanings()
    for word, number in vocabulary.items():
        if is_han(word[0]) and of.get(word):
            means = [known[tokenizer.encode(meaning, add_special_tokens=False).ids].mean(0) for meaning in of[word]]
            found = means[0] if len(means) == 1 else 0.5 * means[0] + 0.5 * np.mean(means[1:], axis=0)
            # A mean of rows lies nearer to the middle than a row does: it is moved out again, with noise that keeps like ones apart.
            away = (found - middle) * np.linalg.norm(spread) / max(1e-6, float(np.linalg.norm(found - middle)))
            rows[number] = middle + MEANING * away + (1 - MEANING) * spread * rng.standard_normal(len(spread))
        elif word in english:
            rows[number] = known[english[word]]
    rows[0] = 0
    return torch.from_numpy(rows)


def load(bert, tokenizer, layers, seed):
    """Fills `bert` in place. `layers`: numbers of MiniLM's layers, one for each of ours."""
    source = minilm.encoder(bert.shape.positions).bert.state_dict()
    vocabulary, english = tokenizer.get_vocab(), Tokenizer.from_file(str(minilm.folder() / "tokenizer.json")).get_vocab()
    weights = {name: value for name, value in source.items() if not name.startswith(("layers.", "words."))}
    for mine, theirs in enumerate(layers):
        head = f"layers.{theirs}."
        weights.update({f"layers.{mine}.{name.removeprefix(head)}": value for name, value in source.items() if name.startswith(head)})
    weights["words.weight"] = words(vocabulary, english, source["words.weight"], seed)
    missing, unexpected = bert.load_state_dict(weights, strict=False)
    if unexpected or any(name != "matched.weight" for name in missing):
        raise SystemExit(f"MiniLM does not fit: missing {missing}, unexpected {unexpected}")


def main():
    english = Tokenizer.from_file(str(minilm.folder() / "tokenizer.json")).get_vocab()
    own = Tokenizer.from_file(str(config.cache("tokenizer.json"))).get_vocab()
    by_id = lambda found: dict(sorted(found.items(), key=lambda item: item[1]))  # noqa: E731
    tokenizer = assemble(entries(by_id(english), by_id(own)))
    tokenizer.save(str(path()), pretty=False)
    print(f"{path()}: {tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()
