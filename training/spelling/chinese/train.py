"""Trains the ranker of proposals: each by itself, then among all of its text. Usage: train.py FEATURES RANKER.json

FEATURES and FEATURES.json are what features.mjs writes. Both are networks of one hidden layer.
"""
import json
import sys
from pathlib import Path

import numpy as np

# Most of what is typed is right: a change of a right sentence counts as so many.
CLEAN = 5.0
HIDDEN = 32
ROUNDS = 20
BATCH = 1024
RATE = 3e-3
DECAY = 1e-2
# Columns that are no features.
LABELS = ["right", "typo", "text", "start", "end", "length"]
# What the others of a text say, as in company.ts, with its limits; and the odds that are told apart, as in ranker.ts.
TOGETHER = ["alone", "others", "surest", "rival", "length"]
MOST_SUSPECTS = 12
LEAST = 0.02
MOST = 8


def main(features, out):
    columns = json.loads(Path(f"{features}.json").read_text())["columns"]
    values = np.fromfile(features, np.float32).reshape(-1, len(columns))
    labels = {name: values[:, at] for at, name in enumerate(columns) if name in LABELS}
    names, x = columns[len(LABELS):], values[:, len(LABELS):]
    right = labels["right"]
    weight = np.where((right == 0) & (labels["typo"] == 0), CLEAN, 1.0).astype(np.float32)
    print(len(right), "proposals", int(right.sum()), "right")
    score, alone = ranker(names, x, right, weight)
    both = np.concatenate([x, np.clip(score, -MOST, MOST)[:, None], company(labels, 1 / (1 + np.exp(-score)))], 1)
    _, together = ranker(names + TOGETHER, both.astype(np.float32), right, weight)
    Path(out).write_text(json.dumps({"alone": alone, "together": together}))


def company(labels, probability):
    """For each proposal what is expected of other places, the surest of them, the surest other for its own; length."""
    found = np.zeros((len(probability), 4))
    found[:, 3] = np.log(labels["length"])
    ends = np.flatnonzero(np.diff(labels["text"])) + 1
    for low, high in zip(np.r_[0, ends], np.r_[ends, len(probability)]):
        start, end, p = labels["start"][low:high], labels["end"][low:high], probability[low:high]
        apart = []
        for one in np.argsort(-p)[:MOST_SUSPECTS]:
            if p[one] < LEAST:
                break
            if all(end[one] <= start[other] or end[other] <= start[one] for other in apart):
                apart.append(one)
        for one in range(high - low):
            elsewhere = p[[other for other in apart if start[other] >= end[one] or end[other] <= start[one]]]
            rivals = (start < end[one]) & (end > start[one])
            rivals[one] = False
            found[low + one, :3] = elsewhere.sum(), elsewhere.max(initial=0), p[rivals].max(initial=0)
    return found


def ranker(names, x, right, weight):
    """Scores of all rows, and the network for features as they are."""
    mean, scale = x.mean(0), x.std(0)
    # What never changes here (nothing is known of a catalogue) must not count anywhere.
    still = scale < 1e-6
    scale[still] = 1
    hidden, hidden_bias, outer, bias = fit((x - mean) / scale, right, weight)
    hidden = np.where(still, 0, hidden / scale)
    hidden_bias = hidden_bias - hidden @ mean
    score = np.maximum(x @ hidden.T + hidden_bias, 0) @ outer + bias
    loss = weight * np.logaddexp(0, np.where(right == 1, -score, score))
    print("loss", loss.sum() / weight.sum(), flush=True)
    return score, {
        "features": names,
        "hidden": np.round(hidden.astype(float), 5).tolist(),
        "hiddenBias": np.round(hidden_bias.astype(float), 5).tolist(),
        "out": np.round(outer.astype(float), 5).tolist(),
        "bias": round(float(bias), 5),
    }


def fit(x, right, weight):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), a cosine of rates."""
    rng = np.random.default_rng(1)
    parts = [
        (rng.standard_normal((HIDDEN, x.shape[1])) * np.sqrt(1 / x.shape[1])).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        (rng.standard_normal(HIDDEN) * np.sqrt(1 / HIDDEN)).astype(np.float32),
        np.zeros((), np.float32),
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
