"""What the configuration's sets, pairs and texts hold: judged queries on either side of the split, and training texts."""
from dataclasses import dataclass

from .. import config
from . import sets
from .leakage import Guard
from .split import held_out


@dataclass(frozen=True)
class Split:
    """A judged set's query ids, in the order of the file."""

    set: sets.JudgedSet
    training: tuple
    held_out: tuple


def judged(spec):
    found = sets.judged_set(config.data_root(), spec)
    out = tuple(q for q, text in found.queries.items() if held_out(text, spec["share"]))
    apart = set(out)
    return Split(found, tuple(q for q in found.queries if q not in apart), out)


def pair_rows(spec):
    """(training rows, held-out rows). A row is held out by its first text; training rows that share a text with one are dropped."""
    rows = list(sets.pairs(config.data_root(), spec))
    out = [row for row in rows if held_out(row[0], spec["share"])]
    guard = Guard()
    guard.hold_out(text for row in out for text in row[:2])
    return [row for row in rows if not guard.holds(row[0]) and not guard.holds(row[1])], out


def guard(data):
    """Everything held out: queries of judged sets, both texts of pairs, and titles that only held-out queries judge."""
    found = Guard()
    for spec in data["sets"].values():
        split = judged(spec)
        found.hold_out(split.set.queries[q] for q in split.held_out)
        if spec["negatives"] == "training":
            found.hold_out(own_documents(split, split.held_out).values())
    for spec in data["pairs"].values():
        for row in pair_rows(spec)[1]:
            found.hold_out(row[:2])
    return found


def own_documents(split, queries):
    """Documents that these queries judge: id → text."""
    return {d: split.set.documents[d] for q in queries for d in split.set.judgments[q]}


def documents(split, spec, found):
    """Documents that training may see: a catalogue whole; of pairs only what training queries judge and nothing held out."""
    if spec["negatives"] == "catalogue":
        return split.set.documents
    return {d: text for d, text in own_documents(split, split.training).items() if not found.holds(text)}


def training_texts(data):
    """All running text of the training side, judgments left aside: for the vocabulary and for masked words."""
    found = guard(data)
    for spec in data["sets"].values():
        split = judged(spec)
        yield from (split.set.queries[q] for q in split.training)
        yield from documents(split, spec, found).values()
    for spec in data["pairs"].values():
        for first, second, _ in pair_rows(spec)[0]:
            yield from (text for text in (first, second) if not found.holds(text))
    for spec in data["texts"].values():
        yield from (text for text in sets.texts(config.data_root(), spec) if not found.holds(text))
