"""Saves a run every so often, whole or not at all, and finds its way back: a kill loses less than a minute."""
import os
import time

import torch


class Checkpoint:
    """Model, optimiser, averaged weights, step and generators of a run, in one file that is replaced atomically."""

    def __init__(self, path, seconds=45):
        self.path, self.seconds, self.last = path, seconds, time.monotonic()

    def due(self):
        return time.monotonic() - self.last > self.seconds

    def save(self, state):
        beside = self.path.with_suffix(".part")
        torch.save(state, beside)
        os.replace(beside, self.path)
        self.last = time.monotonic()

    def load(self):
        """The state last saved, or None."""
        if not self.path.exists():
            return None
        return torch.load(self.path, weights_only=False)
