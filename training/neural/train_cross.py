"""Trains a cross-encoder on lists. `python -m neural.train_cross ce-xs`"""
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

from . import config, graft, objectives, run, trunk
from .bert import CrossEncoder, Shape
from .data import sources
from .data.lists import Lists
from .data.noise import misspell
from .evaluate import metrics, rerank
from .rival import Rival
from .runtime import by_length
from .sampling import Sampler
from .tokens import Tokens, pair_batch


PARTS = 3


def tokenizer_file(spec):
    """The project's own vocabulary, or where the trunk is grafted the one that goes with it."""
    return graft.path() if "graft" in spec else config.cache("tokenizer.json")


def shape(spec):
    vocabulary = Tokenizer.from_file(str(tokenizer_file(spec))).get_vocab_size()
    return Shape(vocabulary=vocabulary, **spec["shape"])


def trained(name):
    """The network that the last run left, averaged weights."""
    model = CrossEncoder(shape(config.load(name)))
    model.load_state_dict(torch.load(config.cache(name, "trained.pt"), weights_only=True))
    return model.eval()


class Batches:
    """Draws lists and turns them into tensors; a share of the queries gets a slip of the keyboard."""

    def __init__(self, spec, lists):
        self.spec, self.lists = spec, lists
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file(spec)))
        self.rival = Rival(spec["rival"], lists) if "rival" in spec else None
        self.ids = Tokens.kept(tokenizer_file(spec), lists.texts, config.cache("tokens", "x").parent, spec["tokens"]).ids
        most = self.rival.of if self.rival else spec["candidates"]
        self.sampler = Sampler(lists, spec["sources"], most, spec["answers"])

    def query(self, number, rng):
        text = self.lists.query[number]
        if rng.random() >= self.spec["misspelt"]:
            return self.ids[text]
        return np.array(self.tokenizer.encode(misspell(self.lists.texts[text], rng), add_special_tokens=False).ids, np.int32)

    def draw(self, rng):
        """(parts, targets, judged, teacher, list of each pair, number of lists). Pairs stand by length, in parts of the
        batch, so that the short ones are not padded to the longest.
        """
        drawn = self.sampler.draw(self.spec["batch"], rng)
        if self.rival:
            drawn = self.rival.choose(drawn, self.spec["candidates"], rng)
        pairs, places, of = [], [], []
        for at, (number, candidates) in enumerate(drawn):
            query = self.query(number, rng)
            pairs += [(query, self.ids[self.lists.candidate[place]]) for place in candidates]
            places.extend(candidates)
            of += [at] * len(candidates)
        order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][0]) + len(pairs[at][1]))
        parts = []
        for numbers in np.array_split(order, PARTS):
            part = pair_batch([pairs[at] for at in numbers], self.spec["tokens"], self.spec["query_tokens"])
            parts.append(tuple(map(torch.from_numpy, part)))
        at = np.array(places)[order]
        values = (torch.from_numpy(array[at]) for array in (self.lists.target, self.lists.judged, self.lists.teacher))
        return parts, *values, torch.tensor(of)[order], len(drawn)


def loss(spec, model, batch):
    parts, targets, judged, teacher, of, number = batch
    with torch.autocast("cpu", torch.bfloat16):
        logits = torch.cat([model(*inputs) for inputs in parts]).float()
    weight = spec["loss"]
    total = weight["listwise"] * objectives.listwise(logits, targets, of, number)
    total = total + weight["pointwise"] * objectives.pointwise(logits, targets, judged)
    if weight["imitate"]:
        total = total + weight["imitate"] * objectives.imitate(logits, teacher, of, number)
    if weight["margins"]:
        total = total + weight["margins"] * objectives.margins(logits, teacher, of, number)
    return total


@torch.no_grad()
def scores(model, spec, pairs, size=64):
    """Scores of (query ids, text ids)."""
    out = np.zeros(len(pairs), np.float32)
    for numbers in by_length([text for _, text in pairs], size):
        inputs = pair_batch([pairs[at] for at in numbers], spec["tokens"], spec["query_tokens"])
        out[numbers] = model(*map(torch.from_numpy, inputs)).numpy()
    return out


class Check:
    """A small part of the held-out queries, looked at after each epoch: never trained on, never used to choose anything."""

    def __init__(self, spec, data):
        self.spec, tokenizer = spec, tokenizer_file(spec)
        self.pools = {name: rerank.pools(sources.judged(data["sets"][name]), limit=spec["check"][name]) for name in spec["check"]}
        self.pairs = {}
        for name, found in self.pools.items():
            read = sources.judged(data["sets"][name]).set.read
            texts = [text for pool in found for text in (pool.query, *(read(d, pool.query) for d in pool.ids))]
            ids, at, rows = Tokens.of(tokenizer, texts, spec["tokens"]).ids, 0, []
            for pool in found:
                rows.append([(ids[at], ids[at + 1 + n]) for n in range(len(pool.ids))])
                at += 1 + len(pool.ids)
            self.pairs[name] = rows

    def __call__(self, model, _step):
        report = {}
        for name, found in self.pools.items():
            scored = [scores(model, self.spec, rows) for rows in self.pairs[name]]
            report[name] = {w: round(float(rerank.measure(name, found, scored, w).mean()), 4) for w in (1.0, 0.7, 0.0)}
            judged = [(s, pool.judgments[d]) for pool, rows in zip(found, scored) for d, s in zip(pool.ids, rows) if d in pool.judgments]
            report[name]["spearman"] = round(metrics.spearman(*zip(*judged)), 1)
        return report


def main(name):
    spec, data = config.load(name), config.load("data")
    lists = Lists.load(config.cache("lists.npz"))
    sources_guard = sources.guard(data)
    sources_guard.check(name, [lists.texts[at] for at in np.unique(lists.query)])
    model = CrossEncoder(shape(spec))
    if "graft" in spec:
        graft.load(model.bert, Tokenizer.from_file(str(tokenizer_file(spec))), spec["graft"], spec["seed"])
    elif spec.get("trunk"):
        trunk.start(model.bert, spec["trunk"])
    batches = Batches(spec, lists)
    final = run.train(name, spec, model, lambda network, rng, _: loss(spec, network, batches.draw(rng)), Check(spec, data))
    torch.save(final.state_dict(), config.cache(name, "trained.pt"))


if __name__ == "__main__":
    main(sys.argv[1])
