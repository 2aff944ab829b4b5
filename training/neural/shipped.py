"""The weights of a model in models/, as its half-precision graph keeps them: what goes on from a model needs not train it anew."""
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from . import config

PREFIX = "model."


def weights(name):
    """Parameter → float32 tensor, as `state_dict` names them, of `models/NAME/model.cuda.onnx`.

    Matrices lose their names in the graph and are found by the bias that is added to what they make; tables of words stand there as
    int8 rows with scales. Raises SystemExit when there is no such graph.
    """
    path = config.models() / name / "model.cuda.onnx"
    if not path.exists():
        raise SystemExit(f"there is no {path} to start from: first run `make {name}`")
    graph = onnx.load(path).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {}
    for key, array in arrays.items():
        if key.startswith(PREFIX) and key.endswith("_rows"):
            whole = key.removesuffix("_rows")
            found[whole] = array.astype(np.float32) * arrays[f"{whole}_scales"].astype(np.float32)
        elif key.startswith(PREFIX) and not key.endswith("_scales"):
            found[key] = array.astype(np.float32)
    added = {put: other for node in graph.node if node.op_type == "Add" for put, other in (node.input, reversed(node.input))}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays:
            bias = added.get(node.output[0], "")
            if bias.endswith(".bias"):
                found[bias.removesuffix("bias") + "weight"] = arrays[node.input[1]].astype(np.float32).T
    return {key.removeprefix(PREFIX): torch.from_numpy(np.array(array)) for key, array in found.items()}


def check_vocabulary(name, tokenizer):
    """Raises SystemExit unless the file `tokenizer` has the entries that the model of this name reads: numbers of words would mean others."""
    theirs = config.models() / name / "tokenizer.json"
    if Tokenizer.from_file(str(theirs)).get_vocab() != Tokenizer.from_file(str(tokenizer)).get_vocab():
        raise SystemExit(f"{tokenizer} is not the vocabulary of models/{name}: copy {theirs} to it, or run `make {name}`")
