"""Fits the weights of the proposals. Usage: train.py FEATURES WEIGHTS.json"""
import json
import sys
from pathlib import Path

import numpy as np

# Most of what is typed is right: a change of a right sentence counts as so many.
CLEAN = 5.0
RIDGE = 1.0
# The catalogue's words are not in the data: what they add is set by hand, natural logarithm of odds.
BY_HAND = {"known": 2.5, "oldKnown": -4.0}


def main(features, out):
    with open(features) as lines:
        names = lines.readline().split()
        values = np.loadtxt(lines)
    right, typo, x = values[:, 0], values[:, 1], values[:, 2:]
    weight = np.where((right == 0) & (typo == 0), CLEAN, 1.0)
    w = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (p - right)) + RIDGE * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    weights = {name: round(float(v), 4) for name, v in zip(names, w)}
    print(len(right), "proposals", int(right.sum()), "right", weights)
    Path(out).write_text(json.dumps({**weights, **BY_HAND}))


if __name__ == "__main__":
    main(*sys.argv[1:])
