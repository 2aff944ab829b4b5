"""Trains a text encoder: by pairs, and by the English encoder through a dictionary. `python -m neural.train_encoder be-zh`"""
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

from . import config, objectives, run, teacher, trunk
from .bert import Encoder, Shape
from .data import cedict, sources
from .data.lists import Lists
from .evaluate import rerank
from .tokens import Tokens, padded, single


# English titles a catalogue whose vectors are taught; the teacher takes most of its time for them.
TITLES = 3000
# Texts of a step that are read together.
PART = 64


def network(spec):
    vocabulary = Tokenizer.from_file(str(config.cache("tokenizer.json"))).get_vocab_size()
    return Encoder(Shape(vocabulary=vocabulary, **spec["shape"]), spec["dims"])


def trained(name):
    """The network that the last run left, averaged weights."""
    model = network(config.load(name))
    model.load_state_dict(torch.load(config.cache(name, "trained.pt"), weights_only=True))
    return model.eval()


def lessons(dims):
    """(texts, vectors): Chinese words with the teacher's vector of their English meaning, the meanings themselves, and
    English products and films with their own. The teacher's dimensions are turned so that the first `dims` hold most.
    """
    words = list(cedict.entries())
    phrases = list(dict.fromkeys(meaning for _, meaning in words))
    number = {phrase: at for at, phrase in enumerate(phrases)}
    data, titles = config.load("data"), {}
    for name in ("icecat", "msrd"):
        spec = {**data["sets"][name], "template": "{title}"}
        titles.update((text, None) for text in list(sources.judged(spec).set.documents.values())[:TITLES])
    vectors = teacher.document_vectors("meanings", dict(enumerate([*phrases, *titles])))
    texts = [*(word for word, _ in words), *phrases, *titles]
    at = [*(number[meaning] for _, meaning in words), *range(len(vectors))]
    # Without taking the mean off: cosines are to stay as they are.
    _, _, axes = np.linalg.svd(vectors[:: max(1, len(vectors) // 20000)], full_matrices=False)
    turned = vectors @ axes[:dims].T
    return texts, (turned / np.linalg.norm(turned, axis=1, keepdims=True))[at].astype(np.float32)


class Pairs:
    """Texts that belong together, with a wrong one where the list has it."""

    def __init__(self, lists, shares):
        self.lists = lists
        self.share = np.array(list(shares.values())) / sum(shares.values())
        starts, good = lists.offsets[:-1], lists.target >= 0.5
        self.members = []
        for name in shares:
            of = np.flatnonzero(lists.source == lists.sources.index(name))
            self.members.append(np.array([n for n in of if good[starts[n] : lists.offsets[n + 1]].any()]))

    def draw(self, size, rng):
        """(query, answer, wrong text or −1) each a text's number."""
        drawn = []
        for source in rng.choice(len(self.share), size=size, p=self.share):
            number = self.members[source][rng.integers(len(self.members[source]))]
            rows = self.lists.rows(number)
            target, texts = self.lists.target[rows], self.lists.candidate[rows]
            wrong = texts[target == 0]
            drawn.append((self.lists.query[number], rng.choice(texts[target >= 0.5]), rng.choice(wrong) if len(wrong) else -1))
        return drawn


class Batches:
    def __init__(self, spec, lists):
        self.spec, tokenizer, kept = spec, config.cache("tokenizer.json"), config.cache("tokens", "x").parent
        self.pairs, self.ids = Pairs(lists, spec["sources"]), Tokens.kept(tokenizer, lists.texts, kept, spec["tokens"]).ids
        texts, self.vectors = lessons(spec["dims"])
        self.taught = Tokens.kept(tokenizer, texts, kept, spec["tokens"]).ids

    def encode(self, model, rows):
        """Vectors of rows of ids, in parts of like length: most are short, and padding is most of the time else."""
        order, found = np.argsort([len(row) for row in rows], kind="stable"), []
        for numbers in np.array_split(order, -(-len(rows) // PART)):
            batch = padded([single(rows[at], self.spec["tokens"]) for at in numbers])
            with torch.autocast("cpu", torch.bfloat16):
                found.append(model(*map(torch.from_numpy, batch)).float())
        return torch.cat(found)[torch.from_numpy(np.argsort(order))]

    def loss(self, model, rng):
        drawn = self.pairs.draw(self.spec["pairs"], rng)
        queries, answers = [q for q, _, _ in drawn], [a for _, a, _ in drawn]
        wrong = [w for _, _, w in drawn if w >= 0]
        lesson = rng.integers(len(self.taught), size=self.spec["taught"])
        texts = [self.ids[at] for at in queries + answers + wrong] + [self.taught[at] for at in lesson]
        found = self.encode(model, texts)
        asked, told, learnt = found.split([len(queries), len(answers) + len(wrong), len(lesson)])
        # The same text twice, or one that equals the query, is no wrong answer.
        same = torch.tensor(np.equal.outer(queries, answers + wrong) | np.equal.outer(answers, answers + wrong))
        weight, wanted = self.spec["loss"], torch.from_numpy(self.vectors[lesson])
        contrast = objectives.contrast(asked, told, same)
        teach = objectives.contrast(learnt, wanted, wanted @ wanted.T > 0.9) + 4 * (1 - (learnt * wanted).sum(1)).mean()
        return weight["contrast"] * contrast + weight["teach"] * teach


@torch.no_grad()
def vectors(model, spec, ids, size=128):
    """[texts, dims] of texts' ids, in batches of like length."""
    out, order = np.zeros((len(ids), spec["dims"]), np.float32), sorted(range(len(ids)), key=lambda at: len(ids[at]))
    for start in range(0, len(ids), size):
        numbers = order[start : start + size]
        out[numbers] = model(*map(torch.from_numpy, padded([single(ids[at], spec["tokens"]) for at in numbers]))).numpy()
    return out


class Check:
    """Held-out queries after each epoch: BM25's first 50 by cosine, alone and blended."""

    def __init__(self, spec, data):
        self.spec, self.sets = spec, {}
        for name, limit in spec["check"].items():
            split = sources.judged(data["sets"][name])
            found = rerank.pools(split, limit=limit)
            used = sorted({d for pool in found for d in pool.ids})
            texts = [*(pool.query for pool in found), *(split.set.documents[d] for d in used)]
            self.sets[name] = found, {d: at for at, d in enumerate(used)}, Tokens.of(config.cache("tokenizer.json"), texts, spec["tokens"]).ids

    def __call__(self, model, _step):
        report = {}
        for name, (found, place, ids) in self.sets.items():
            v = vectors(model, self.spec, ids)
            documents = v[len(found) :]
            scored = [documents[[place[d] for d in pool.ids]] @ v[at] for at, pool in enumerate(found)]
            report[name] = {w: round(float(rerank.measure(name, found, scored, w).mean()), 4) for w in (1.0, 0.7, 0.0)}
        return report


def main(name):
    spec, data = config.load(name), config.load("data")
    lists = Lists.load(config.cache("lists.npz"))
    sources.guard(data).check(name, [lists.texts[at] for at in np.unique(lists.query)])
    model = network(spec)
    if spec.get("trunk"):
        trunk.start(model.bert, spec["trunk"])
    batches = Batches(spec, lists)
    final = run.train(name, spec, model, lambda network, rng, _: batches.loss(network, rng), Check(spec, data))
    torch.save(final.state_dict(), config.cache(name, "trained.pt"))


if __name__ == "__main__":
    main(sys.argv[1])
