"""Writes an encoder's folder: model.onnx (int8), model.cuda.onnx (fp16), tokenizer.json, model.json, golden.json. `python -m neural.export.encoder NAME`"""
import json
import shutil
import sys

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer

from .. import config, minilm
from ..data import sources
from ..runtime import Vectors, by_length, feeds
from ..tokens import BERT, OWN, Tokens, padded, single
from . import golden
from .graph import shrink_embeddings, to_onnx
from .quantise import quantise


def network(name, spec):
    """(network, special ids, the tokenizer's file)"""
    if spec["source"] == "minilm":
        return minilm.encoder(spec["max_tokens"]), BERT, minilm.folder() / "tokenizer.json"
    from ..train_encoder import trained

    return trained(name), OWN, config.cache("tokenizer.json")


def calibration_texts(spec):
    """Texts of the training side, some of them queries."""
    rng, data = np.random.default_rng(7), config.load("data")
    found, queries, documents = sources.guard(data), [], []
    for name in spec["sets"]:
        split = sources.judged(data["sets"][name])
        queries += [split.set.queries[q] for q in split.training]
        documents += sources.documents(split, data["sets"][name], found).values()
    number = int(spec["texts"] * spec["queries"])
    chosen = [queries[at] for at in rng.integers(len(queries), size=number)]
    return chosen + [documents[at] for at in rng.integers(len(documents), size=spec["texts"] - number)]


def write_tokenizer(source, target):
    """The tokenizer without cutting and padding, which are the gateway's business."""
    tokenizer = Tokenizer.from_file(str(source))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(target), pretty=False)


def main(name):
    torch.set_num_threads(1)
    spec = config.load(name)
    model, special, tokenizer = network(name, spec)
    longest, folder = spec["max_tokens"], config.models() / name
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(tokenizer, folder / "tokenizer.json")
    reference = config.cache(name, "float.onnx")
    to_onnx(model, 2, reference)
    half = shrink_embeddings(to_onnx(model.half(), 2, folder / "model.cuda.onnx"))
    onnx.save(half, folder / "model.cuda.onnx")
    texts = calibration_texts(spec["calibration"])
    ids = Tokens.of(folder / "tokenizer.json", texts).ids
    batches = [padded([single(ids[at], longest, special) for at in numbers]) for numbers in by_length(ids, 32)]
    quantise(reference, folder / "model.onnx", batches, spec.get("clip"))
    dims = int(model.project.out_features if hasattr(model.project, "out_features") else model.bert.shape.width)
    about = {"kind": "encoder", "id": f"{name}@{spec['version']}", "maxTokens": longest, "dims": dims, "languages": spec["languages"], **({"similarity": spec["similarity"]} if "similarity" in spec else {})}
    (folder / "model.json").write_text(json.dumps(about, indent=2) + "\n")
    small, fp16 = (Vectors(folder / f"{file}.onnx", longest, special=special) for file in ("model", "model.cuda"))
    goldens = Tokens.of(folder / "tokenizer.json", spec["golden"])
    golden.write(folder / "golden.json", golden.of_texts(spec["golden"], goldens, small, fp16))
    report = compare(name, ids[:400], small, special, longest, batches)
    config.cache(name, "export.json").write_text(json.dumps(report, indent=2))
    print(json.dumps(report, indent=2))
    if report["cosine_mean"] < spec["gate"]["cosine"]:
        shutil.move(folder / "model.onnx", config.cache(name, "refused.onnx"))
        raise SystemExit(f"int8 vectors differ too much: mean cosine {report['cosine_mean']} is below {spec['gate']['cosine']}")


def compare(name, ids, small, special, longest, batches):
    """How far int8 and fp16 are from float, and the batch's influence."""
    full = Vectors(config.cache(name, "float.onnx"), longest, special=special).vectors(ids)
    half = Vectors(config.models() / name / "model.cuda.onnx", longest, special=special).vectors(ids)
    cosine, cosine_half = (full * small.vectors(ids)).sum(1), (full * half).sum(1)
    run = lambda batch: small.session.run(None, feeds(batch))[0]  # noqa: E731
    return {
        "cosine_mean": round(float(cosine.mean()), 5),
        "cosine_least": round(float(cosine.min()), 5),
        "cosine_fp16_least": round(float(cosine_half.min()), 5),
        "batch_influence": golden.invariant(run, [array[:16] for array in batches[len(batches) // 2]]),
        "bytes": {file.name: file.stat().st_size for file in sorted((config.models() / name).iterdir())},
    }


if __name__ == "__main__":
    main(sys.argv[1])
