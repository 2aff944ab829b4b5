"""Writes what is held out: judgments as qrels for `relevance eval --qrels`, pairs for `relevance eval pairs`.
`python -m neural.data.held_out`
"""
from .. import config
from . import sources


def main():
    data = config.load("data")
    for name, spec in data["pairs"].items():
        rows = sources.pair_rows(spec)[1] if spec["share"] else []
        if rows:
            path = config.cache("held-out", f"pairs-{name}.tsv")
            path.write_text("".join(f"{query}\t{text}\t{label * spec['top']:g}\n" for query, text, label in rows), encoding="utf-8")
            print(f"{path}: {len(rows)} pairs")
    for name, spec in data["sets"].items():
        split = sources.judged(spec)
        path = config.cache("held-out", f"{name}.tsv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("query-id\tcorpus-id\tscore\n")
            for query in split.held_out:
                file.writelines(f"{query}\t{document}\t{grade}\n" for document, grade in split.set.judgments[query].items())
        print(f"{path}: {len(split.held_out)} of {len(split.set.queries)} queries")


if __name__ == "__main__":
    main()
