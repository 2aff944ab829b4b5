"""Reads judged sets, pairs and plain texts from the folder of judged data (RELEVANCE_EVAL_DATA)."""
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from .passage import passage

PLACEHOLDER = re.compile(r"\{(\w+)(?::(\d+))?\}")
# As the gateway's, in characters.
LONGEST_FIELD, LONGEST_TEXT = 200, 600


@dataclass(frozen=True)
class JudgedSet:
    """A catalogue with graded queries. `judgments[query id][document id]` is a grade, 0 = not relevant.

    `documents` holds the template's fields whole; `rows` what the template is filled from.
    """

    name: str
    documents: dict
    queries: dict
    judgments: dict = field(repr=False)
    template: str = ""
    rows: dict = field(default_factory=dict, repr=False)

    def read(self, document, query):
        """What a reranker is shown of a document: of long fields the stretch that says most about the query."""
        return render(self.template, self.rows[document], words(query)) if self.rows else self.documents[document]


def jsonl(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def words(query):
    """Lower-case words, as a query's slots are told to the template."""
    return re.findall(r"[^\W_]+", query.lower())


def render(template, document, keys=None):
    """`{title} {actors:80}`: values of fields joined by blanks, what is missing left out. With `keys` as the gateway does it:
    of a field the stretch of so many characters that says most about them.
    """

    def value(match):
        found = document.get(match[1])
        if isinstance(found, list):
            found = " ".join(str(one) for one in found)
        found = "" if found is None else str(found)
        return found if keys is None else passage(found, keys, int(match[2] or LONGEST_FIELD))

    filled = " ".join(PLACEHOLDER.sub(value, template).split())
    return filled if keys is None else filled[:LONGEST_TEXT]


def judged_set(root, spec):
    """`spec`: {name, folder, qrels?, template}."""
    folder = Path(root) / spec["folder"]
    rows = {row["_id"]: row for row in jsonl(folder / "corpus.jsonl")}
    documents = {number: render(spec["template"], row) for number, row in rows.items()}
    queries = {row["_id"]: row["text"] for row in jsonl(folder / "queries.jsonl")}
    judgments = {}
    with open(folder / spec.get("qrels", "qrels.tsv"), encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            query, document, grade = line.rstrip("\n").split("\t")
            if document in documents:
                judgments.setdefault(query, {})[document] = int(grade)
    return JudgedSet(spec["name"], documents, {q: queries[q] for q in judgments}, judgments, spec["template"], rows)


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
