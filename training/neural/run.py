"""The loop that every training shares: steps, learning rate, averaging, metrics, checkpoints, going on after a kill."""
import json
import time

import numpy as np
import torch

from . import config
from .checkpoint import Checkpoint
from .schedule import Average, optimiser, rate


def train(name, spec, model, loss_of, report=None):
    """Trains and returns the averaged network.

    `loss_of(model, rng, step)` → loss. `report(network, step)` → metrics, after each of `spec["epochs"]` parts and at the
    end. The batch of a step is drawn from a generator seeded by (seed, step), so that a run that was killed goes on with
    the batches it would have had.
    """
    torch.set_num_threads(spec["threads"])
    torch.manual_seed(spec["seed"])
    steps, parts = spec["steps"], spec.get("epochs", 5)
    optimise, average = optimiser(model, spec["learning_rate"]), Average(model, spec.get("average", 0.999))
    checkpoint, start = Checkpoint(config.cache(name, "run.pt")), 0
    found = checkpoint.load()
    if found:
        model.load_state_dict(found["model"]), optimise.load_state_dict(found["optimise"])
        average.model.load_state_dict(found["average"])
        average.seen, start = found["step"], found["step"]
    log = open(config.cache(name, "log.jsonl"), "a", encoding="utf-8")
    losses, began = [], time.monotonic()
    for step in range(start, steps):
        model.train()
        for group in optimise.param_groups:
            group["lr"] = spec["learning_rate"] * rate(step, steps, spec["warmup"])
        torch.manual_seed(spec["seed"] * 1_000_003 + step)
        loss = loss_of(model, seed_of(spec["seed"], step), step)
        optimise.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimise.step()
        average.update(model)
        losses.append(loss.item())
        last = step + 1 == steps
        if checkpoint.due() or last:
            checkpoint.save({"model": model.state_dict(), "optimise": optimise.state_dict(), "average": average.model.state_dict(), "step": step + 1})
        if last or (step + 1) % max(1, steps // parts) == 0 or (step + 1) % 50 == 0:
            entry = {"step": step + 1, "loss": round(sum(losses) / len(losses), 4), "per_second": round((step + 1 - start) / (time.monotonic() - began), 2)}
            if report and (last or (step + 1) % max(1, steps // parts) == 0):
                entry.update(report(average.model, step + 1))
            losses = []
            print(json.dumps(entry), flush=True)
            log.write(json.dumps(entry) + "\n")
            log.flush()
    log.close()
    return average.model


def seed_of(number, step):
    """The generator of one step's batch."""
    return np.random.default_rng((number, step))
