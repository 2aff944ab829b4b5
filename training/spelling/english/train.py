"""Fits the weights of the log-linear model by conditional likelihood. Usage: train.py FEATURES OUT.json"""
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

# Pulls every weight to zero, so that what is rare stays small.
RIDGE = 3.0
# Misspellings from lists have no query around them: each counts this much of a query's word.
LISTED = 0.02


def load(stem):
    names = json.loads(Path(stem + ".json").read_text())
    groups = np.fromfile(stem + ".groups", np.int32).reshape(-1, 5)
    values = np.fromfile(stem + ".features", np.float32).reshape(-1, len(names)).astype(np.float64)
    return names, groups, values


def fit(values, starts, sizes, right, weight):
    """Softmax over the readings of each word."""
    usable = right >= 0
    group_of = np.repeat(np.arange(len(sizes)), sizes)
    chosen = starts[usable] + right[usable]

    def loss(w):
        z = values @ w
        top = np.maximum.reduceat(z, starts)
        e = np.exp(z - top[group_of])
        total = np.add.reduceat(e, starts)
        log_all = top + np.log(total)
        own = weight * usable
        value = np.sum(own * log_all) - np.sum(weight[usable] * z[chosen]) + RIDGE / 2 * w @ w
        p = e / total[group_of] * own[group_of]
        gradient = values.T @ p - weight[usable] @ values[chosen] + RIDGE * w
        return value, gradient

    return minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def decide(groups, values, w, starts):
    """Per query: the change that is most probable, (probability, group, reading), and whether it is right."""
    found = {}
    z = values @ w
    for (query, _, faulty, size, right), start in zip(groups, starts):
        if size == 0:
            continue
        p = np.exp(z[start:start + size] - z[start:start + size].max())
        p /= p.sum()
        entry = found.setdefault(query, [faulty, 0.0, False, True])
        if right != 0:
            entry[3] = right > 0
        if size > 1:
            best = 1 + int(np.argmax(p[1:]))
            if p[best] > entry[1]:
                entry[1], entry[2] = p[best], best == right
    for query, _, faulty, size, _ in groups:
        if faulty == 2:
            found.setdefault(query, [1, 0.0, False, False])
    return found


def report(found):
    clean = np.array([p for faulty, p, _, _ in found.values() if not faulty])
    typos = [(p, ok, reachable) for faulty, p, ok, reachable in found.values() if faulty]
    print(f"clean {len(clean)}, typos {len(typos)}, reachable {np.mean([r for _, _, r in typos]):.3f}, best is right {np.mean([ok for _, ok, _ in typos]):.3f}")
    for kept in (0.99, 0.985, 0.98, 0.97, 0.96):
        threshold = np.quantile(clean, kept)
        print(f"  kept {kept}: threshold {threshold:.3f}, restored {np.mean([ok and p > threshold for p, ok, _ in typos]):.4f}")


def main(stem, out):
    names, groups, values = load(stem)
    full = groups[groups[:, 3] > 0]
    starts = np.concatenate([[0], np.cumsum(full[:, 3])[:-1]])
    # As if every second query had an error, whatever the share is in the file.
    listed = full[:, 1] < 0
    faulty = len(set(full[(full[:, 2] == 1) & ~listed][:, 0]))
    clean = len(set(full[(full[:, 2] == 0) & ~listed][:, 0]))
    weight = np.where(full[:, 2] == 1, clean / faulty, 1.0)
    weight[listed] = LISTED * np.where(full[listed][:, 2] == 1, 1.0, np.mean(full[listed][:, 2]))
    everything = defaultdict(list)
    for fold in range(5):
        test = full[:, 1] == fold
        rows = np.repeat(~test, full[:, 3])
        sizes = full[~test][:, 3]
        w = fit(values[rows], np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes, full[~test][:, 4], weight[~test])
        rows = np.repeat(test, full[:, 3])
        sizes = full[test][:, 3]
        tested = np.concatenate([full[test], groups[(groups[:, 1] == fold) & (groups[:, 3] == 0)]])
        everything.update(decide(tested, values[rows], w, np.concatenate([[0], np.cumsum(sizes)[:-1], np.zeros(len(tested) - len(sizes), int)]).astype(int)))
    report(everything)
    w = fit(values, starts, full[:, 3], full[:, 4], weight)
    print({name: round(float(v), 2) for name, v in zip(names, w)})
    Path(out).write_text(json.dumps({name: round(float(v), 4) for name, v in zip(names, w)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
