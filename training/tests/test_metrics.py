"""Metrics against worked examples."""
import numpy as np
import pytest

from neural.evaluate import metrics, rerank


def test_ndcg_of_the_textbook():
    # Grades 3 2 3 0 1 2: gains 7 3 7 0 1 3.
    grades = [3, 2, 3, 0, 1, 2]
    discount = np.log2(np.arange(2, 8))
    dcg = sum(g / d for g, d in zip([7, 3, 7, 0, 1, 3], discount))
    best = sum(g / d for g, d in zip([7, 7, 3, 3, 1, 0], discount))
    assert metrics.ndcg(grades, grades) == pytest.approx(dcg / best)
    assert metrics.ndcg([0, 0], [0]) is None
    assert metrics.ndcg([], [1]) == 0


def test_reciprocal_rank():
    assert metrics.reciprocal_rank([0, 0, 1], [1]) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank([0] * 10 + [1], [1]) == 0
    assert metrics.reciprocal_rank([0], [0]) is None


def test_spearman_and_auc_share_ties():
    assert metrics.spearman([1, 2, 3, 4], [10, 20, 30, 40]) == pytest.approx(100)
    assert metrics.spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) == pytest.approx(80)
    assert metrics.auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) == pytest.approx(0.75)
    assert metrics.auc([1, 1], [0, 1]) == pytest.approx(0.5)


def test_bounds_cut_three_classes():
    scores, labels = np.array([0.0, 0.1, 1.0, 1.1, 2.0, 2.1] * 20), np.array([0, 0, 1, 1, 2, 2] * 20)
    assert metrics.accuracy(scores, labels, metrics.best_bounds(scores, labels)) == 1


def test_chance_is_told_from_a_difference():
    rng = np.random.default_rng(0)
    base = rng.random(60)
    assert metrics.randomisation(base, base + 0.1 + 0.01 * rng.random(60), rng) < 0.01
    assert metrics.randomisation(base, base + rng.normal(0, 0.1, 60), rng) > 0.01
    low, high = metrics.interval(base, rng)
    assert low < base.mean() < high


def test_blending_scales_what_it_blends():
    pool = rerank.Pool("q", ("a", "b", "c"), np.array([10.0, 9.0, 0.0]), {"b": 1})
    scores = [np.array([-3.0, 4.0, 1.0])]
    assert rerank.measure("shop", [pool], scores, 1.0)[0] == pytest.approx(1 / np.log2(3))
    assert rerank.measure("shop", [pool], scores, 0.5)[0] == 1
    assert list(rerank.scaled(np.array([2.0, 2.0]))) == [0.5, 0.5]
