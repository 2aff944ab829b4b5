"""The guard that stops a build when something held out has found its way into training."""
from .split import key

SHOWN = 5


class Leak(Exception):
    """Training data holds a text that is held out. Carries the first of them."""

    def __init__(self, where, texts):
        self.texts = texts
        super().__init__(f"{len(texts)} held-out texts are in the training part of {where}, such as {texts[:SHOWN]}")


class Guard:
    """Remembers what is held out and refuses it in training.

    Queries are compared by key (words in any order, any case). Documents are entities: a document is held out only
    where a set says so, as for pairs, whose second text is seen once; a catalogue's products stand on both sides.
    """

    def __init__(self):
        self._keys = set()

    def hold_out(self, texts):
        self._keys.update(key(text) for text in texts)
        self._keys.discard("")

    def holds(self, text):
        return key(text) in self._keys

    def check(self, where, texts):
        """Raises Leak when any of the texts is held out."""
        found = [text for text in texts if self.holds(text)]
        if found:
            raise Leak(where, found)
