"""float32 graph → int8 with fixed ranges (static QDQ): a score does not depend on what else is in its batch."""
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from ..runtime import feeds
from .graph import shrink_embeddings
from .layout import lay_out

# The least that GELU gives.
LEAST_GELU = np.float32(-0.17)


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


def after_gelu(graph):
    """Names of what comes out of GELU."""
    return [name for node in graph.graph.node if node.op_type == "Gelu" for name in node.output]


def quantise(source, target, batches, clip=None):
    """`batches`: real inputs (ids, mask, segments), 1,000 rows or more. `clip`: what comes out of GELU is cut off there."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared)
        ranges = {} if clip is None else {name: [{"rmin": LEAST_GELU, "rmax": np.float32(clip)}] for name in after_gelu(graph)}
        quantize_static(
            str(prepared),
            str(target),
            Reader(batches),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=without_weights(graph),
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"TensorQuantOverrides": ranges},
        )
    graph = shrink_embeddings(lay_out(onnx.load(target)))
    onnx.checker.check_model(graph)
    onnx.save(graph, target)
