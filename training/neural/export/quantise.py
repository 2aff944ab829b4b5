"""float32 graph → int8 with fixed ranges (static QDQ): a score does not depend on what else is in its batch."""
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from ..runtime import feeds
from .graph import shrink_embeddings, shrink_weights


class Reader(CalibrationDataReader):
    """Hands batches to the calibration, once."""

    def __init__(self, batches):
        self.left = iter(batches)

    def get_next(self):
        batch = next(self.left, None)
        return None if batch is None else feeds(batch)


def without_weights(graph):
    """MatMuls of two activations (attention): their ranges are wide and their share of the time is small, so they stay float."""
    weights = {one.name for one in graph.graph.initializer}
    return [node.name for node in graph.graph.node if node.op_type == "MatMul" and not weights & set(node.input)]


def second_of_feed_forward(graph):
    """MatMuls that read what comes out of GELU: a few of its values are a hundred times the others, which 8 bits cannot hold."""
    gelu = {name for node in graph.graph.node if node.op_type == "Gelu" for name in node.output}
    return [node.name for node in graph.graph.node if node.op_type == "MatMul" and gelu & set(node.input)]


def quantise(source, target, batches, keep=()):
    """`batches`: real inputs (ids, mask, segments), 1,000 rows or more. `keep`: numbers of layers whose second feed-forward
    matrix is multiplied in float; its weights are stored as int8 all the same.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared)
        kept = [second_of_feed_forward(graph)[layer] for layer in keep]
        quantize_static(
            str(prepared),
            str(target),
            Reader(batches),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[*without_weights(graph), *kept],
            calibrate_method=CalibrationMethod.MinMax,
        )
    graph = shrink_embeddings(shrink_weights(onnx.load(target), kept))
    del graph.graph.value_info[:]
    onnx.checker.check_model(graph)
    onnx.save(graph, target)
