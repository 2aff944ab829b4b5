"""Masked words: a network learns what words mean from text alone. `python -m neural.pretrain trunk-xs`"""
import sys

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from . import config, run
from .bert import MaskedWords, Shape
from .data import sources
from .data.lists import Lists
from .tokens import OWN, Tokens, pair_batch, padded, single

MASK = 4
SPECIAL = 5


class Corpus:
    """Texts and pairs of texts as ids. The texts are those of the training side; the guard has seen them."""

    def __init__(self, tokenizer, spec):
        data = config.load("data")
        self.single = Tokens.of(tokenizer, list(dict.fromkeys(sources.training_texts(data)))).ids
        lists = Lists.load(config.cache("lists.npz"))
        ids = Tokens.of(tokenizer, lists.texts).ids
        query = np.repeat(lists.query, np.diff(lists.offsets))
        good = lists.target >= 0.5
        self.pairs = [(ids[q], ids[d]) for q, d in zip(query[good], lists.candidate[good])]
        self.spec = spec

    def batch(self, rng):
        """(ids, mask, segments): singles and pairs, cut to `tokens`."""
        if rng.random() < self.spec["pairs"]:
            chosen = rng.integers(len(self.pairs), size=self.spec["batch"])
            return pair_batch([self.pairs[at] for at in chosen], self.spec["tokens"], 24)
        chosen = rng.integers(len(self.single), size=self.spec["batch"])
        ids, mask = padded([single(self.single[at], self.spec["tokens"], OWN) for at in chosen])
        return ids, mask, np.zeros_like(ids)


def mask_words(ids, mask, rng, share, vocabulary):
    """(ids with words hidden, places that are asked for): of those 80 % [MASK], 10 % another entry, 10 % as they are."""
    asked = (rng.random(ids.shape) < share) & (ids >= SPECIAL) & (mask > 0)
    asked[0, 1] = True
    how = rng.random(ids.shape)
    hidden = np.where(asked & (how < 0.8), MASK, ids)
    other = rng.integers(SPECIAL, vocabulary, size=ids.shape)
    return np.where(asked & (how >= 0.9), other, hidden), asked


def choices(wanted, rng, vocabulary, wrong):
    """(entries to choose among, place of each wanted id in them): what the batch asks for, and `wrong` others by lot.

    The whole vocabulary would cost more than the rest of the step.
    """
    entries = np.unique(np.concatenate([wanted, rng.integers(SPECIAL, vocabulary, size=wrong)]))
    return entries, np.searchsorted(entries, wanted)


def main(name):
    spec, tokenizer = config.load(name), config.cache("tokenizer.json")
    vocabulary = Tokenizer.from_file(str(tokenizer)).get_vocab_size()
    corpus = Corpus(tokenizer, spec)
    print(f"{len(corpus.single)} texts, {len(corpus.pairs)} pairs", flush=True)
    model = MaskedWords(Shape(vocabulary=vocabulary, **spec["shape"]))

    def loss_of(network, rng, _step):
        ids, mask, segments = corpus.batch(rng)
        hidden, asked = mask_words(ids, mask, rng, spec["masked"], vocabulary)
        entries, wanted = choices(ids[asked], rng, vocabulary, spec["wrong"])
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*map(torch.from_numpy, (hidden, mask, segments, asked, entries)))
        return F.cross_entropy(logits.float(), torch.from_numpy(wanted))

    trained = run.train(name, spec, model, loss_of)
    torch.save(trained.bert.state_dict(), config.cache(name, "trunk.pt"))


if __name__ == "__main__":
    main(sys.argv[1])
