"""Losses over ragged lists of logits. `lists` says, for each logit, the list it belongs to: 0, 1, …, ascending."""
import torch
from torch.nn import functional as F


def log_softmax(values, lists, number):
    """Within each list."""
    top = torch.full((number,), -1e9, dtype=values.dtype).scatter_reduce(0, lists, values.detach(), "amax")
    shifted = values - top[lists]
    total = torch.zeros(number, dtype=values.dtype).index_add(0, lists, shifted.exp())
    return shifted - total.log()[lists]


def listwise(logits, targets, lists, number):
    """Cross-entropy against shares of gains 2^(3 target) − 1: what ranks first should be what answers best. Lists without an answer count nothing."""
    gains = 2.0 ** (3 * targets) - 1
    total = torch.zeros(number, dtype=logits.dtype).index_add(0, lists, gains)
    share = gains / total.clamp_min(1e-6)[lists]
    several = torch.bincount(lists, minlength=number) > 1
    useful = ((total > 0) & several).sum().clamp_min(1)
    return -(share * log_softmax(logits, lists, number) * several[lists]).sum() / useful


def pointwise(logits, targets, judged, assumed=0.25):
    """Binary cross-entropy against the target as a probability; what is only assumed to be wrong counts a quarter."""
    weight = torch.where(judged, 1.0, assumed)
    return (F.binary_cross_entropy_with_logits(logits, targets, reduction="none") * weight).sum() / weight.sum()


def imitate(logits, teacher, lists, number, sharpness=16.0):
    """KL from the teacher's shares to ours, on the lists whose candidates all have a teacher's score (others are NaN)."""
    missing = torch.zeros(number, dtype=logits.dtype).index_add(0, lists, torch.isnan(teacher).to(logits.dtype))
    known = (missing == 0)[lists]
    if not known.any():
        return logits.new_zeros(())
    wanted = log_softmax(torch.nan_to_num(teacher) * sharpness, lists, number)
    given = log_softmax(logits, lists, number)
    return ((wanted.exp() * (wanted - given))[known]).sum() / (missing == 0).sum()


def margins(logits, teacher, lists, number, scale=12.0):
    """MarginMSE: differences to the list's mean should be the teacher's, whose cosines are stretched to logits by `scale`."""
    known = ~torch.isnan(teacher)
    if not known.any():
        return logits.new_zeros(())
    of, stretched = lists[known], torch.nan_to_num(teacher)[known] * scale
    count = torch.bincount(of, minlength=number).clamp_min(1).to(logits.dtype)

    def centred(values):
        return values - (torch.zeros(number, dtype=values.dtype).index_add(0, of, values) / count)[of]

    return F.mse_loss(centred(logits[known]), centred(stretched))


def contrast(queries, texts, same, temperature=0.05):
    """In-batch negatives, both ways. Text i answers query i; texts beyond the queries are wrong answers to all of them.
    `same[i, j]`: text j answers query i as well and is no negative of it (i = j aside).
    """
    number = len(queries)
    others = same & ~torch.eye(number, len(texts), dtype=torch.bool)
    similar = (queries @ texts.T / temperature).masked_fill(others, -1e4)
    wanted = torch.arange(number)
    return (F.cross_entropy(similar, wanted) + F.cross_entropy(similar[:, :number].T, wanted)) / 2
