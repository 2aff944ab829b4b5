"""Trains the model of neighbours: which of the characters that are easily mistaken for one another stands here, given
those around it. One hidden layer whose inputs are rows of a table for each place (Devlin et al. 2014).

Usage: neighbours.py MODEL_TABLES.npz TEXT OUT.npz
"""
import sys
import time

import numpy as np
from numba import njit

REACH = 6
PLACES = 2 * REACH
HIDDEN = 128
# Candidates of each place that are looked at in a step.
MOST = 24
RATE = 0.05
# Share of neighbours that are slips themselves.
NOISE = 0.06
ROUNDS = 4


@njit(cache=True)
def draw(state):
    state[0] = (state[0] * np.uint64(6364136223846793005) + np.uint64(1442695040888963407))
    return np.int64(state[0] >> np.uint64(33))


@njit(cache=True, fastmath=True)
def forward(context, tables, bias, h):
    for d in range(HIDDEN):
        h[d] = bias[d]
    for k in range(PLACES):
        row = tables[k, context[k]]
        for d in range(HIDDEN):
            h[d] += row[d]
    for d in range(HIDDEN):
        if h[d] < 0:
            h[d] = 0


@njit(cache=True, fastmath=True)
def train(text, order, starts, alike, w, g, seed, rate, learn):
    tables, bias, out, obias = w
    gt, gb, go, gob = g
    h = np.zeros(HIDDEN, np.float32)
    dh = np.zeros(HIDDEN, np.float32)
    context = np.zeros(PLACES, np.int64)
    cands = np.zeros(MOST + 1, np.int64)
    score = np.zeros(MOST + 1, np.float32)
    state = np.array([seed], np.uint64)
    loss = 0.0
    right = 0
    for step in range(len(order)):
        at = order[step]
        c = text[at]
        # Neighbours, blank beyond the ends of the run.
        k = 0
        for side in range(2):
            ended = False
            for r in range(1, REACH + 1):
                if ended:
                    one = 0
                else:
                    one = text[at - r] if side == 0 else text[at + r]
                    if one == 0:
                        ended = True
                    elif draw(state) % 1000 < NOISE * 1000 and starts[one + 1] > starts[one]:
                        one = alike[starts[one] + draw(state) % (starts[one + 1] - starts[one])]
                context[k] = one
                k += 1
        n = starts[c + 1] - starts[c]
        cands[0] = c
        count = 1
        if n <= MOST:
            for i in range(n):
                cands[count] = alike[starts[c] + i]
                count += 1
        else:
            first = draw(state) % n
            for i in range(MOST):
                cands[count] = alike[starts[c] + (first + i) % n]
                count += 1
        if count == 1:
            continue
        forward(context, tables, bias, h)
        top = np.float32(-1e30)
        for i in range(count):
            s = obias[cands[i]]
            row = out[cands[i]]
            for d in range(HIDDEN):
                s += row[d] * h[d]
            score[i] = s
            if s > top:
                top = s
        total = np.float32(0)
        own = score[0]
        best = True
        for i in range(count):
            if i > 0 and score[i] >= own:
                best = False
            score[i] = np.exp(score[i] - top)
            total += score[i]
        loss -= np.log(max(score[0] / total, 1e-12))
        right += best
        if not learn:
            continue
        for d in range(HIDDEN):
            dh[d] = 0
        for i in range(count):
            slope = score[i] / total - (1 if i == 0 else 0)
            if abs(slope) < 1e-4:
                continue
            one = cands[i]
            gob[one] += slope * slope
            obias[one] -= rate * slope / np.sqrt(gob[one])
            row = out[one]
            grow = go[one]
            for d in range(HIDDEN):
                dh[d] += slope * row[d]
            # One step size a row: AdaGrad over the mean square of the row.
            sq = np.float32(0)
            for d in range(HIDDEN):
                sq += (slope * h[d]) ** 2
            go[one, 0] += sq / HIDDEN
            step_size = rate / np.sqrt(go[one, 0])
            for d in range(HIDDEN):
                row[d] -= step_size * slope * h[d]
        sq = np.float32(0)
        for d in range(HIDDEN):
            if h[d] <= 0:
                dh[d] = 0
            sq += dh[d] * dh[d]
        sq /= HIDDEN
        if sq == 0:
            continue
        gb[0] += sq
        size = rate / np.sqrt(gb[0])
        for d in range(HIDDEN):
            bias[d] -= size * dh[d]
        for k in range(PLACES):
            one = context[k]
            gt[k, one] += sq
            size = rate / np.sqrt(gt[k, one])
            row = tables[k, one]
            for d in range(HIDDEN):
                row[d] -= size * dh[d]
    return loss / len(order), right / len(order)


def load(npz):
    t = np.load(npz)
    return t["characters"], t["starts"], t["alike"]


def encode(path, characters, least=1):
    number = np.zeros(0x10000, np.int32)
    number[characters[1:]] = np.arange(1, len(characters))
    raw = np.frombuffer(open(path, encoding="utf-8").read().encode("utf-16-le"), np.uint16)
    codes = number[raw]
    pad = np.zeros(REACH + 1, np.int32)
    return np.concatenate([pad, codes, pad])


def main(npz, text_file, out, held_file=None):
    characters, starts, alike = load(npz)
    v = len(characters)
    rng = np.random.default_rng(3)
    text = encode(text_file, characters)
    places = np.flatnonzero(text)
    places = places[(places > REACH) & (places < len(text) - REACH)]
    w = (
        (rng.standard_normal((PLACES, v, HIDDEN)) * 0.05).astype(np.float32),
        np.full(HIDDEN, 0.1, np.float32),
        (rng.standard_normal((v, HIDDEN)) * 0.05).astype(np.float32),
        np.zeros(v, np.float32),
    )
    g = (np.full((PLACES, v), 1e-4, np.float32), np.full(1, 1e-2, np.float32), np.full((v, 1), 1e-3, np.float32), np.full(v, 1e-2, np.float32))
    if held_file:
        ht = encode(held_file, characters)
        hp = np.flatnonzero(ht)
    for round_ in range(ROUNDS):
        t = time.time()
        order = rng.permutation(places)
        loss, right = train(text, order, starts, alike, w, g, np.uint64(round_ + 1), np.float32(RATE * (1 - round_ / ROUNDS * 0.8)), True)
        line = f"round {round_}: loss {loss:.4f} right {right:.4f} {time.time() - t:.0f} s"
        if held_file:
            l2, r2 = train(ht, hp, starts, alike, w, g, np.uint64(99), np.float32(0), False)
            line += f" held: {l2:.4f} {r2:.4f}"
        print(line, flush=True)
        np.savez(out, tables=w[0], bias=w[1], out=w[2], obias=w[3])


if __name__ == "__main__":
    main(*sys.argv[1:])
