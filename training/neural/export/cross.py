"""Writes a cross-encoder's folder, as `neural.export.encoder` does an encoder's. `python -m neural.export.cross ce-xs`"""
import json
import sys

import numpy as np
import onnx
import torch

from .. import config
from ..data.lists import Lists
from ..runtime import Scorer, by_length, feeds
from ..sampling import Sampler
from ..tokens import Tokens, pair_batch
from ..train_cross import tokenizer_file, trained
from . import golden
from .encoder import write_tokenizer
from .graph import shrink_embeddings, to_onnx
from .quantise import quantise

# Pairs whose ranges the int8 graph is fixed to.
CALIBRATION = 2048


def calibration_pairs(spec, tokenizer):
    """Pairs of the training side, sources as in training."""
    lists, rng = Lists.load(config.cache("lists.npz")), np.random.default_rng(7)
    drawn = Sampler(lists, spec["sources"], 4, 2).draw(CALIBRATION, rng)
    chosen = [(int(lists.query[number]), int(lists.candidate[place])) for number, places in drawn for place in places][:CALIBRATION]
    used = sorted({text for pair in chosen for text in pair})
    ids = dict(zip(used, Tokens.of(tokenizer, [lists.texts[at] for at in used], spec["tokens"]).ids))
    return [(ids[query], ids[text]) for query, text in chosen]


def main(name):
    torch.set_num_threads(1)
    spec = config.load(name)
    folder, limits = config.models() / name, (spec["tokens"], spec["query_tokens"])
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(tokenizer_file(spec), folder / "tokenizer.json")
    model = trained(name)
    to_onnx(model, 3, config.cache(name, "float.onnx"))
    half = shrink_embeddings(to_onnx(model.half(), 3, folder / "model.cuda.onnx"))
    onnx.save(half, folder / "model.cuda.onnx")
    pairs = calibration_pairs(spec, folder / "tokenizer.json")
    batches = [pair_batch([pairs[at] for at in numbers], *limits) for numbers in by_length([text for _, text in pairs], 64)]
    quantise(config.cache(name, "float.onnx"), folder / "model.onnx", batches, spec.get("clip"))
    about = {"kind": "cross-encoder", "id": f"{name}@{spec['version']}", "maxTokens": limits[0], "maxQueryTokens": limits[1], "languages": spec["languages"]}
    if "temperature" in spec:
        about["temperature"] = spec["temperature"]
    (folder / "model.json").write_text(json.dumps(about, indent=2) + "\n")
    small, fp16 = (Scorer(folder / f"{file}.onnx", *limits) for file in ("model", "model.cuda"))
    texts = Tokens.of(folder / "tokenizer.json", [text for pair in spec["golden"] for text in pair])
    golden.write(folder / "golden.json", golden.of_pairs(spec["golden"], texts, small, fp16))
    report = compare(name, pairs[:512], small, batches)
    config.cache(name, "export.json").write_text(json.dumps(report, indent=2))
    print(json.dumps(report, indent=2))


def compare(name, pairs, small, batches):
    """How far int8 and fp16 are from the float graph, and that from the network; the batch's influence."""
    folder, limits = config.models() / name, (small.longest, small.longest_query)
    full = Scorer(config.cache(name, "float.onnx"), *limits).scores(pairs)
    half = Scorer(folder / "model.cuda.onnx", *limits).scores(pairs)
    quantised = small.scores(pairs)
    with torch.no_grad():
        network = trained(name)(*map(torch.from_numpy, batches[0])).numpy()
    graph = Scorer(config.cache(name, "float.onnx"), *limits).session.run(None, feeds(batches[0]))[0]
    run = lambda batch: small.session.run(None, feeds(batch))[0].reshape(-1)  # noqa: E731
    return {
        "graph_to_network": float(np.abs(graph.reshape(-1) - network).max()),
        "int8_correlation": round(float(np.corrcoef(full, quantised)[0, 1]), 5),
        "int8_mean_difference": round(float(np.abs(full - quantised).mean()), 4),
        "fp16_largest_difference": round(float(np.abs(full - half).max()), 4),
        "spread_of_scores": round(float(full.std()), 3),
        "batch_influence": golden.invariant(run, [array[:16] for array in batches[len(batches) // 2]]),
        "bytes": {file.name: file.stat().st_size for file in sorted(folder.iterdir())},
    }


if __name__ == "__main__":
    main(sys.argv[1])
