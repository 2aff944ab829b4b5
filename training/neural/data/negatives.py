"""Hard negatives: what BM25 and the vectors put near the top of a query that nobody judged an answer to it."""
import numpy as np

from .bm25 import BM25


class Miner:
    """Over a catalogue's texts. `vectors` (documents × dims, length 1) and `encode` (texts → vectors) are optional, and so is
    `read`: (document id, query) → what a reranker is shown of the document; else that is all of its text.
    """

    def __init__(self, documents, spec, rng, vectors=None, encode=None, read=None):
        self.read = read or (lambda document, _: documents[document])
        self.ids, self.texts = list(documents), list(documents.values())
        self.bm25, self.spec, self.rng = BM25(self.texts), spec, rng
        self.vectors, self.encode = vectors, encode

    def shown(self, number, query):
        """What a reranker is shown of a document's number."""
        return self.read(self.ids[number], query)

    def neighbours(self, query, depth, vector=None):
        """(numbers by BM25, numbers by vectors), nearest first."""
        lexical, _ = self.bm25.top(query, depth)
        if self.vectors is None or vector is None:
            return lexical, np.zeros(0, np.int64)
        near = self.vectors @ vector
        found = np.argpartition(-near, min(depth, len(near) - 1))[:depth]
        return lexical, found[np.argsort(-near[found], kind="stable")]

    def mine(self, query, excluded, vector=None):
        """Document numbers, hard ones first. Half of BM25's share comes from its first ten, where the errors that show are made."""
        lexical, near = self.neighbours(query, self.spec["depth"], vector)
        chosen, taken = [], set(excluded)
        for pool, number in ((lexical[:10], self.spec["bm25"] // 2), (lexical, self.spec["bm25"]), (near, self.spec["bm25"] + self.spec["knn"])):
            for at in self.rng.permutation(pool):
                if len(chosen) >= number:
                    break
                if at not in taken:
                    chosen.append(int(at))
                    taken.add(at)
        while len(chosen) < self.spec["bm25"] + self.spec["knn"] + self.spec["random"]:
            at = int(self.rng.integers(len(self.texts)))
            if at in taken and len(taken) < len(self.texts):
                continue
            chosen.append(at)
            taken.add(at)
        return chosen
