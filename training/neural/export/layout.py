"""A QDQ graph laid out anew: each product with int8 weights is one node that gives float32, and all else reads float32.

As `quantize_static` writes it, what comes out of a product is rounded to 8 bits before its bias is added, and so is what the
residual sum reads, because every reader of a tensor is given the rounded one. Here only what a product reads is rounded:
the vectors of `be-en` lie 0.007 from the float ones instead of 0.090.
"""
import onnx
from onnx import helper

MICROSOFT = "com.microsoft"


def lay_out(graph):
    """`graph`: made by `quantize_static`, its MatMuls each with a bias behind it. The same weights and ranges."""
    nodes, weights = list(graph.graph.node), {one.name for one in graph.graph.initializer}
    maker = {name: node for node in nodes for name in node.output}
    readers = {}
    for node in nodes:
        for name in node.input:
            readers.setdefault(name, []).append(node)

    def is_product(node):
        """QuantizeLinear → DequantizeLinear → MatMul ← DequantizeLinear ← weights"""
        if node.op_type != "MatMul" or any(name not in maker or maker[name].op_type != "DequantizeLinear" for name in node.input):
            return False
        rows, matrix = (maker[name].input[0] for name in node.input)
        return rows in maker and maker[rows].op_type == "QuantizeLinear" and matrix in weights

    def unrounded(name):
        """The tensor itself, where it was rounded and turned back."""
        node = maker.get(name)
        return maker[node.input[0]].input[0] if node is not None and node.op_type == "DequantizeLinear" and node.input[0] in maker else name

    def bias_of(product):
        """(bias, name of the sum), past the rounding of what comes out."""
        name = product.output[0]
        while readers[name][0].op_type != "Add":
            [one] = readers[name]
            name = one.output[0]
        [add] = readers[name]
        [bias] = [given for given in add.input if given in weights]
        return bias, add.output[0]

    replaced = {}
    for node in filter(is_product, nodes):
        rows, matrix = (maker[name] for name in node.input)
        bias, total = bias_of(node)
        inputs = [rows.input[0], matrix.input[0], rows.input[1], matrix.input[1], rows.input[2], "", bias]
        replaced[total] = helper.make_node("MatMulIntegerToFloat", inputs, [total], name=node.name, domain=MICROSOFT)
    made = [replaced[node.output[0]] if node.output[0] in replaced else with_inputs(node, unrounded) for node in nodes]
    keep_used(graph, made)
    graph.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    return graph


def with_inputs(node, name_of):
    """A copy that reads other tensors; what turns int8 weights back stays as it is."""
    copy = onnx.NodeProto()
    copy.CopyFrom(node)
    for at, name in enumerate(node.input):
        copy.input[at] = name_of(name)
    return copy


def keep_used(graph, nodes):
    """Gives the graph those of these nodes, and those of its weights, that its outputs come from."""
    used, kept = {one.name for one in graph.graph.output}, []
    for node in reversed(nodes):
        if used.intersection(node.output):
            kept.append(node)
            used.update(node.input)
    weights = [one for one in graph.graph.initializer if one.name in used]
    del graph.graph.node[:], graph.graph.initializer[:], graph.graph.value_info[:]
    graph.graph.node.extend(reversed(kept))
    graph.graph.initializer.extend(weights)
