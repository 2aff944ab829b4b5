"""How a run goes: learning rate, averaged weights."""
import copy

import torch


def rate(step, steps, warmup):
    """Share of the highest learning rate: linear up, then linear down to a tenth."""
    rising = max(1, int(steps * warmup))
    return (step + 1) / rising if step < rising else max(0.1, 1 - 0.9 * (step - rising) / max(1, steps - rising))


def optimiser(model, learning_rate, decay=0.01):
    """AdamW; biases and normalisations are not pulled to zero."""
    plain = [p for p in model.parameters() if p.ndim < 2]
    pulled = [p for p in model.parameters() if p.ndim >= 2]
    return torch.optim.AdamW([{"params": pulled, "weight_decay": decay}, {"params": plain, "weight_decay": 0.0}], lr=learning_rate, betas=(0.9, 0.98), fused=True)


class Average:
    """Exponential average of a network's weights: steadier than the last step's."""

    def __init__(self, model, decay=0.999):
        self.model, self.decay, self.seen = copy.deepcopy(model).eval(), decay, 0

    @torch.no_grad()
    def update(self, model):
        self.seen += 1
        decay = min(self.decay, (1 + self.seen) / (10 + self.seen))
        for mine, theirs in zip(self.model.parameters(), model.parameters()):
            mine.lerp_(theirs, 1 - decay)
