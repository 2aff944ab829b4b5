"""The form in which everything is trained on: a query with candidates, each with a target."""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Candidate:
    """`target` in 0..1; `judged` is False where it is only assumed that the text is no answer."""

    text: str
    target: float
    judged: bool


@dataclass(frozen=True)
class List:
    source: str
    query: str
    candidates: tuple


class Lists:
    """Lists as arrays: texts once each, candidates one after another, `offsets` where a list begins.

    `teacher`: the English encoder's cosine of query and candidate, NaN where it has none to give.
    """

    ARRAYS = ("query", "source", "offsets", "candidate", "target", "judged", "teacher")

    def __init__(self, arrays, texts, sources):
        self.texts, self.sources = texts, sources
        self.query, self.source, self.offsets = arrays["query"], arrays["source"], arrays["offsets"]
        self.candidate, self.target, self.judged = arrays["candidate"], arrays["target"], arrays["judged"]
        self.teacher = arrays["teacher"]

    def __len__(self):
        return len(self.query)

    def rows(self, number):
        """The slice of candidates of one list."""
        return slice(int(self.offsets[number]), int(self.offsets[number + 1]))

    @staticmethod
    def of(lists):
        numbers, sources = {}, sorted({one.source for one in lists})
        number = lambda text: numbers.setdefault(text, len(numbers))  # noqa: E731
        flat = [candidate for one in lists for candidate in one.candidates]
        arrays = {
            "query": np.array([number(one.query) for one in lists], np.int32),
            "source": np.array([sources.index(one.source) for one in lists], np.int16),
            "offsets": np.cumsum([0] + [len(one.candidates) for one in lists]).astype(np.int64),
            "candidate": np.array([number(candidate.text) for candidate in flat], np.int32),
            "target": np.array([candidate.target for candidate in flat], np.float32),
            "judged": np.array([candidate.judged for candidate in flat], bool),
            "teacher": np.full(len(flat), np.nan, np.float32),
        }
        return Lists(arrays, list(numbers), sources)

    def taught(self, sources, encode):
        """The same lists with the teacher's cosines in those of `sources`."""
        chosen = np.isin(np.repeat(self.source, np.diff(self.offsets)), [self.sources.index(name) for name in sources])
        query = np.repeat(self.query, np.diff(self.offsets))
        used = np.unique(np.concatenate([query[chosen], self.candidate[chosen]]))
        vectors, place = encode([self.texts[at] for at in used]), np.zeros(len(self.texts), np.int64)
        place[used] = np.arange(len(used))
        teacher = self.teacher.copy()
        teacher[chosen] = (vectors[place[query[chosen]]] * vectors[place[self.candidate[chosen]]]).sum(1)
        arrays = {name: getattr(self, name) for name in self.ARRAYS}
        return Lists({**arrays, "teacher": teacher}, self.texts, self.sources)

    def save(self, path):
        text = np.frombuffer("\n".join(self.texts).encode(), np.uint8)
        np.savez(path, text=text, sources=np.array(self.sources), **{name: getattr(self, name) for name in self.ARRAYS})

    @staticmethod
    def load(path):
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        return Lists(arrays, arrays["text"].tobytes().decode().split("\n"), [str(name) for name in arrays["sources"]])
