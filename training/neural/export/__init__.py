"""From a trained network to a folder that the gateway reads: graph, int8 weights, golden scores."""
