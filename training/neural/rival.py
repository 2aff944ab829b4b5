"""Wrong answers that a model already shipped takes for right ones: what the next pass of a cascade has to tell apart."""
import numpy as np

from . import config
from .runtime import Scorer
from .tokens import Tokens


class Rival:
    """`spec`: {model, of: candidates that are looked at, spread: how freely is chosen, in the model's own scores}."""

    def __init__(self, spec, lists):
        folder, limits = config.models() / spec["model"], config.load(spec["model"])
        self.of, self.spread = spec["of"], spec["spread"]
        self.scorer = Scorer(folder / "model.onnx", limits["tokens"], limits["query_tokens"])
        self.lists = lists
        self.ids = Tokens.kept(folder / "tokenizer.json", lists.texts, config.cache("tokens", "x").parent, limits["tokens"]).ids

    def choose(self, drawn, most, rng):
        """Each list's candidates cut to `most`: all of its answers, and wrong ones the likelier the higher the model
        scores them (drawn without putting back, shares of exp(score / spread))."""
        pairs = [(self.ids[self.lists.query[number]], self.ids[self.lists.candidate[place]]) for number, places in drawn for place in places]
        scores = np.split(self.scorer.scores(pairs), np.cumsum([len(places) for _, places in drawn])[:-1])
        return [(number, self._cut(places, found, most, rng)) for (number, places), found in zip(drawn, scores)]

    def _cut(self, places, scores, most, rng):
        wrong = self.lists.target[places] < 0.5
        kept = places[~wrong][:most]
        # Gumbel noise on scores: the first of this order are a draw without putting back.
        order = np.argsort(-(scores[wrong] / self.spread + rng.gumbel(size=int(wrong.sum()))), kind="stable")
        return np.concatenate([kept, places[wrong][order][: most - len(kept)]])
