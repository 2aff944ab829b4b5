"""Writes what is held out: judgments as qrels for `relevance eval --qrels`, pairs for `relevance eval pairs`; of judged
titles the other side, too, as pairs for `relevance train pairs`.
`python -m neural.data.held_out`
"""
from .. import config
from . import sources


def write_pairs(name, rows):
    """One pair a line: query, text, label."""
    path = config.cache("held-out", f"pairs-{name}.tsv")
    path.write_text("".join(f"{query}\t{text}\t{label:g}\n" for query, text, label in rows), encoding="utf-8")
    print(f"{path}: {len(rows)} pairs")


def judged_pairs(found, queries):
    """What these queries judge, as pairs."""
    return [(found.queries[q], found.documents[d], grade) for q in queries for d, grade in found.judgments[q].items()]


def main():
    data = config.load("data")
    for name, spec in data["pairs"].items():
        rows = sources.pair_rows(spec)[1] if spec["share"] else []
        if rows:
            write_pairs(name, [(query, text, label * spec["top"]) for query, text, label in rows])
    for name, spec in data["sets"].items():
        split = sources.judged(spec)
        path = config.cache("held-out", f"{name}.tsv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("query-id\tcorpus-id\tscore\n")
            for query in split.held_out:
                file.writelines(f"{query}\t{document}\t{grade}\n" for document, grade in split.set.judgments[query].items())
        print(f"{path}: {len(split.held_out)} of {len(split.set.queries)} queries")
        # A set whose documents were each judged for one query is a set of pairs.
        if spec["negatives"] == "training":
            write_pairs(name, judged_pairs(split.set, split.held_out))
            write_pairs(f"{name}-training", judged_pairs(split.set, split.training))


if __name__ == "__main__":
    main()
