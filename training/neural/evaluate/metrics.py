"""nDCG, MRR, Spearman, AUC, and how sure a difference is. Gains are 2^grade − 1; queries without an answer are skipped."""
import numpy as np
from scipy.stats import rankdata


def ndcg(grades, ideal, depth=10):
    """`grades` in ranked order, `ideal` all grades of the query. 0..1, or None without an answer."""
    discount = 1 / np.log2(np.arange(2, depth + 2))

    def dcg(values):
        gains = 2.0 ** np.array(values[:depth], float) - 1
        return float((gains * discount[: len(gains)]).sum())

    best = dcg(sorted(ideal, reverse=True))
    return dcg(grades) / best if best > 0 else None


def reciprocal_rank(grades, ideal, depth=10):
    """1 / place of the first answer among the first `depth`, else 0; None without an answer."""
    if max(ideal, default=0) <= 0:
        return None
    return next((1 / (place + 1) for place, grade in enumerate(grades[:depth]) if grade > 0), 0.0)


def spearman(scores, labels):
    """Rank correlation × 100, ties shared."""
    return 100 * float(np.corrcoef(rankdata(scores), rankdata(labels))[0, 1])


def auc(scores, positive):
    """Chance that a positive scores above a negative, ties half."""
    positive = np.asarray(positive, bool)
    good, bad = int(positive.sum()), int((~positive).sum())
    return float((rankdata(scores)[positive].sum() - good * (good + 1) / 2) / (good * bad))


def interval(values, rng, rounds=2000):
    """95 % bootstrap interval of the mean."""
    values = np.asarray(values, float)
    means = values[rng.integers(len(values), size=(rounds, len(values)))].mean(1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def randomisation(first, second, rng, rounds=5000):
    """Two-sided p of a paired randomisation test: how often signs drawn by lot give as large a mean difference."""
    difference = np.asarray(second, float) - np.asarray(first, float)
    signs = rng.choice([-1.0, 1.0], size=(rounds, len(difference)))
    drawn = np.abs((signs * difference).mean(1))
    return float((1 + (drawn >= abs(difference.mean()) - 1e-12).sum()) / (rounds + 1))


def accuracy(scores, labels, bounds):
    """Share of labels found by cutting scores at ascending bounds."""
    return float((np.searchsorted(bounds, scores) == np.asarray(labels)).mean())


def best_bounds(scores, labels):
    """Cuts between ascending labels 0, 1, … that are right most often, each found with the others fixed; start: shares of labels."""
    labels = np.asarray(labels, int)
    top = int(labels.max())
    shares = np.cumsum(np.bincount(labels, minlength=top + 1))[:-1] / len(labels)
    bounds = np.quantile(scores, shares)
    grid = np.quantile(scores, np.linspace(0.01, 0.99, 99))
    for _ in range(3):
        for at in range(top):
            options = [np.sort(np.concatenate([bounds[:at], [value], bounds[at + 1 :]])) for value in grid]
            bounds = max(options, key=lambda cut: accuracy(scores, labels, cut))
    return bounds
