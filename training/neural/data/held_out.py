"""Writes the judgments of held-out queries as qrels, for `relevance eval --qrels`. `python -m neural.data.held_out`"""
from .. import config
from . import sources


def main():
    for name, spec in config.load("data")["sets"].items():
        split = sources.judged(spec)
        path = config.cache("held-out", f"{name}.tsv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("query-id\tcorpus-id\tscore\n")
            for query in split.held_out:
                file.writelines(f"{query}\t{document}\t{grade}\n" for document, grade in split.set.judgments[query].items())
        print(f"{path}: {len(split.held_out)} of {len(split.set.queries)} queries")


if __name__ == "__main__":
    main()
