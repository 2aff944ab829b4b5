"""Trains the ranker of proposals, a network of one hidden layer. Usage: train.py FEATURES RANKER.json"""
import json
import sys
from pathlib import Path

import numpy as np

# Most of what is typed is right: a change of a right sentence counts as so many.
CLEAN = 5.0
HIDDEN = 16
ROUNDS = 30
BATCH = 512
RATE = 3e-3
DECAY = 1e-2


def main(features, out):
    with open(features) as lines:
        names = lines.readline().split()
        values = np.loadtxt(lines)
    right, typo, x = values[:, 0], values[:, 1], values[:, 2:]
    weight = np.where((right == 0) & (typo == 0), CLEAN, 1.0)
    mean, scale = x.mean(0), x.std(0)
    still = scale < 1e-9
    mean[still], scale[still] = 0, 1
    hidden, hidden_bias, outer, bias = fit((x - mean) / scale, right, weight)
    # The gateway takes the features as they are.
    hidden = hidden / scale
    hidden_bias = hidden_bias - hidden @ mean
    score = np.maximum(x @ hidden.T + hidden_bias, 0) @ outer + bias
    loss = weight * np.logaddexp(0, np.where(right == 1, -score, score))
    print(len(right), "proposals", int(right.sum()), "right; loss", loss.sum() / weight.sum())
    ranker = {
        "features": names,
        "hidden": np.round(hidden, 5).tolist(),
        "hiddenBias": np.round(hidden_bias, 5).tolist(),
        "out": np.round(outer, 5).tolist(),
        "bias": round(float(bias), 5),
    }
    Path(out).write_text(json.dumps(ranker))


def fit(x, right, weight):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), a cosine of rates."""
    rng = np.random.default_rng(1)
    parts = [
        rng.standard_normal((HIDDEN, x.shape[1])) * np.sqrt(1 / x.shape[1]),
        np.zeros(HIDDEN),
        rng.standard_normal(HIDDEN) * np.sqrt(1 / HIDDEN),
        np.array(0.0),
    ]
    means, squares = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
    batches = -(-len(x) // BATCH)
    for step in range(ROUNDS * batches):
        if step % batches == 0:
            order = np.array_split(rng.permutation(len(x)), batches)
        rows = order[step % batches]
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / (ROUNDS * batches)))
        for at, slope in enumerate(slopes(parts, x[rows], right[rows], weight[rows])):
            means[at] = 0.9 * means[at] + 0.1 * slope
            squares[at] = 0.999 * squares[at] + 0.001 * slope**2
            mean, square = means[at] / (1 - 0.9 ** (step + 1)), squares[at] / (1 - 0.999 ** (step + 1))
            parts[at] = parts[at] - rate * (mean / (np.sqrt(square) + 1e-8) + DECAY * parts[at])
    return parts


def slopes(parts, x, right, weight):
    hidden, hidden_bias, outer, bias = parts
    before = x @ hidden.T + hidden_bias
    after = np.maximum(before, 0)
    error = weight * (1 / (1 + np.exp(-(after @ outer + bias))) - right) / len(x)
    back = np.outer(error, outer) * (before > 0)
    return back.T @ x, back.sum(0), after.T @ error, error.sum()


if __name__ == "__main__":
    main(*sys.argv[1:])
