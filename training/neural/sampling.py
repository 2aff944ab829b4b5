"""Draws batches of lists: sources by weight, and within a list answers and wrong ones in balance."""
import numpy as np


class Sampler:
    """`weights`: source → share of the batch's lists; `most`: candidates a list; `answers`: of these at most so many with a target of 0.5 or more."""

    def __init__(self, lists, weights, most, answers):
        self.lists, self.most, self.answers = lists, most, answers
        unknown = set(weights) - set(lists.sources)
        if unknown:
            raise SystemExit(f"weights name sources that the lists lack: {sorted(unknown)}; there are {lists.sources}")
        self.sources = list(weights)
        self.share = np.array([weights[name] for name in self.sources]) / sum(weights.values())
        self.members = [np.flatnonzero(lists.source == lists.sources.index(name)) for name in self.sources]

    def candidates(self, number, rng):
        """Numbers of a list's candidates, answers first."""
        rows = self.lists.rows(number)
        places = np.arange(rows.start, rows.stop)
        good = rng.permutation(places[self.lists.target[rows] >= 0.5])
        bad = rng.permutation(places[self.lists.target[rows] < 0.5])
        kept = good[: self.answers] if len(bad) else good[: self.most]
        return np.concatenate([kept, bad[: self.most - len(kept)]])

    def draw(self, size, rng):
        """`size` lists: (list number, candidate numbers) each."""
        drawn = rng.choice(len(self.sources), size=size, p=self.share)
        numbers = [int(self.members[source][rng.integers(len(self.members[source]))]) for source in drawn]
        return [(number, self.candidates(number, rng)) for number in numbers]
