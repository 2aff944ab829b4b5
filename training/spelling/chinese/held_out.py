"""Sentences to learn the weights from, and the text without them. Usage: held_out.py SHARED_DATA TEXT HELD TEXT_WITHOUT

A fourth of them, PAWS-X, is taken out of the text as a whole, so that the weights also fit text of another kind than
the language model has read.
"""
import random
import re
import sys
from pathlib import Path

RUN = re.compile("[\u4e00-\u9fff]{2,}")
EACH = 1700
random.seed(5)


def main(data, text, held, without):
    chosen, left_out = [], set()
    for name in ("lcqmc_dev", "kuake_qqr_train", "afqmc_dev", "pawsx_zh_dev"):
        lines = [line.rstrip("\n").split("\t") for line in open(Path(data) / "zh-pairs" / f"{name}.tsv", encoding="utf-8")]
        sentences = sorted({parts[0] for parts in lines if 5 <= len(parts[0]) <= 60})
        picked = random.sample(sentences, min(EACH, len(sentences)))
        chosen += picked
        everything = picked if name != "pawsx_zh_dev" else [part for parts in lines for part in parts[:2]]
        left_out |= {run for sentence in everything for run in RUN.findall(sentence)}
    Path(held).write_text("\n".join(chosen) + "\n", encoding="utf-8")
    with open(without, "w", encoding="utf-8") as out:
        out.writelines(line for line in open(text, encoding="utf-8") if line.rstrip("\n") not in left_out)


if __name__ == "__main__":
    main(*sys.argv[1:])
