"""Which wrong answers a list keeps when the first pass of a cascade chooses."""
import numpy as np
import pytest

from neural.data.lists import Candidate, List, Lists
from neural.rival import Rival

TARGETS = [1.0, 0.0, 0.5, 0.0, 0.0, 0.0]
SCORES = np.array([0.0, 3.0, 0.0, 1.0, 9.0, 2.0])


@pytest.fixture
def rival():
    found = Rival.__new__(Rival)
    found.lists = Lists.of([List("shop", "a", tuple(Candidate(str(at), target, True) for at, target in enumerate(TARGETS)))])
    found.spread = 1e-6
    return found


def test_answers_stay_and_the_wrong_ones_that_score_highest(rival):
    kept = rival._cut(np.arange(6), SCORES, 4, np.random.default_rng(0))
    assert kept.tolist() == [0, 2, 4, 1]


def test_with_a_wide_spread_any_wrong_one_may_stay(rival):
    rival.spread = 1e6
    rng = np.random.default_rng(0)
    seen = {int(rival._cut(np.arange(6), SCORES, 3, rng)[-1]) for _ in range(60)}
    assert seen == {1, 3, 4, 5}


def test_a_short_list_is_kept_whole(rival):
    assert sorted(rival._cut(np.arange(6), SCORES, 9, np.random.default_rng(0))) == list(range(6))
