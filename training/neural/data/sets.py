"""Reads judged sets, pairs and plain texts from the folder of judged data (RELEVANCE_EVAL_DATA)."""
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

PLACEHOLDER = re.compile(r"\{(\w+)(?::(\d+))?\}")


@dataclass(frozen=True)
class JudgedSet:
    """A catalogue with graded queries. `judgments[query id][document id]` is a grade, 0 = not relevant."""

    name: str
    documents: dict
    queries: dict
    judgments: dict = field(repr=False)


def jsonl(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def render(template, document):
    """`{title} {actors:4}`: values of fields joined by blanks, of a list the first four; what is missing is left out."""

    def value(match):
        found = document.get(match[1])
        if isinstance(found, list):
            found = " ".join(str(one) for one in found[: int(match[2] or 99)])
        return "" if found is None else str(found)

    return " ".join(PLACEHOLDER.sub(value, template).split())


def judged_set(root, spec):
    """`spec`: {name, folder, qrels?, template}."""
    folder = Path(root) / spec["folder"]
    documents = {row["_id"]: render(spec["template"], row) for row in jsonl(folder / "corpus.jsonl")}
    queries = {row["_id"]: row["text"] for row in jsonl(folder / "queries.jsonl")}
    judgments = {}
    with open(folder / spec.get("qrels", "qrels.tsv"), encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            query, document, grade = line.rstrip("\n").split("\t")
            if document in documents:
                judgments.setdefault(query, {})[document] = int(grade)
    return JudgedSet(spec["name"], documents, {q: queries[q] for q in judgments}, judgments)


def pairs(root, spec):
    """Rows (first text, second text, label as a number in 0..1). `spec`: {file, top: label that means 1, header?}."""
    with open(Path(root) / spec["file"], encoding="utf-8") as lines:
        if spec.get("header"):
            next(lines)
        for line in lines:
            *_, first, second, label = line.rstrip("\n").split("\t")
            if first.strip() and second.strip():
                yield first.strip(), second.strip(), float(label) / spec["top"]


def texts(root, spec):
    """Lines of running text, queries or titles. `spec`: {file, column? of a TSV, field? of a JSONL}."""
    path = Path(root) / spec["file"]
    if path.suffix == ".jsonl":
        yield from (row[spec["field"]] for row in jsonl(path))
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n").split("\t")[spec.get("column", 0)].strip()
            if text:
                yield text
