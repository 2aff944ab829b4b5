"""PyTorch → ONNX: dynamic axes, int32 inputs, embeddings as int8 rows."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

NAMES = ("input_ids", "attention_mask", "token_type_ids")


class Single(torch.nn.Module):
    """A network whose output is float32 whatever its weights are."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        inputs = (input_ids, attention_mask) if token_type_ids is None else (input_ids, attention_mask, token_type_ids)
        return self.model(*inputs).float()


def to_onnx(model, inputs, path):
    """Exports with opset 20. `inputs`: how many of ids, mask and segments the network takes. Returns the graph, written to `path`."""
    names = NAMES[:inputs]
    example = tuple(torch.ones(3, 7, dtype=torch.int32) for _ in names)
    batch, tokens = torch.export.Dim("batch", min=2), torch.export.Dim("tokens", min=2, max=model.bert.shape.positions)
    with torch.no_grad():
        program = torch.onnx.export(
            Single(model).eval(),
            example,
            dynamo=True,
            opset_version=20,
            input_names=list(names),
            output_names=["output"],
            dynamic_shapes={name: {0: batch, 1: tokens} for name in names},
            verbose=False,
        )
    graph = program.model_proto
    # Shapes that the exporter noted in passing are wrong once nodes are added.
    del graph.graph.value_info[:]
    # So are notes on where in the sources a node comes from, with paths of the machine that exported it.
    for part in [*graph.graph.node, *graph.graph.input, *graph.graph.output, *graph.graph.initializer]:
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.save(graph, path)
    return graph


def shrink_embeddings(graph, least=1_000_000):
    """Large tables that are only looked up become int8, with a scale a row: a quarter of the size, at 0.4 % of a row's largest value.

    The sum is the same for every batch: a row is turned back before anything is added to it.
    """
    large = {one.name: one for one in graph.graph.initializer if one.data_type in (1, 10) and np.prod(one.dims) >= least and len(one.dims) == 2}
    for node in list(graph.graph.node):
        if node.op_type != "Gather" or node.input[0] not in large:
            continue
        table = large.pop(node.input[0])
        kind = table.data_type
        rows = numpy_helper.to_array(table).astype(np.float32)
        scale = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-8) / 127
        graph.graph.initializer.remove(table)
        graph.graph.initializer.append(numpy_helper.from_array(np.round(rows / scale).astype(np.int8), f"{table.name}_rows"))
        graph.graph.initializer.append(numpy_helper.from_array(scale.astype(np.float16 if kind == 10 else np.float32), f"{table.name}_scales"))
        at = list(graph.graph.node).index(node)
        made = [
            helper.make_node("Gather", [f"{table.name}_rows", node.input[1]], [f"{table.name}_row"]),
            helper.make_node("Cast", [f"{table.name}_row"], [f"{table.name}_wide"], to=TensorProto.FLOAT16 if kind == 10 else TensorProto.FLOAT),
            helper.make_node("Gather", [f"{table.name}_scales", node.input[1]], [f"{table.name}_scale"]),
            helper.make_node("Mul", [f"{table.name}_wide", f"{table.name}_scale"], [node.output[0]]),
        ]
        graph.graph.node.remove(node)
        for offset, one in enumerate(made):
            graph.graph.node.insert(at + offset, one)
    return graph
