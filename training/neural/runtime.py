"""Runs an exported graph as the gateway does: ONNX Runtime on the CPU, int32 ids."""
import numpy as np
import onnxruntime

from .tokens import OWN, padded, pair_batch, single


def session(path, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def feeds(batch):
    """int32 inputs by name, in the order ids, mask, segments."""
    return {name: array.astype(np.int32) for name, array in zip(("input_ids", "attention_mask", "token_type_ids"), batch)}


def by_length(rows, size):
    """Numbers of rows in batches of like length: little padding."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    return [order[start : start + size] for start in range(0, len(order), size)]


class Scorer:
    """A cross-encoder: scores of (query ids, text ids)."""

    def __init__(self, path, longest, longest_query, threads=1):
        self.session, self.longest, self.longest_query = session(path, threads), longest, longest_query

    def scores(self, pairs, size=64):
        out = np.zeros(len(pairs), np.float32)
        for numbers in by_length([text for _, text in pairs], size):
            batch = pair_batch([pairs[at] for at in numbers], self.longest, self.longest_query)
            out[numbers] = self.session.run(None, feeds(batch))[0].reshape(-1)
        return out


class Vectors:
    """An encoder: vectors of length 1 of texts' ids."""

    def __init__(self, path, longest, threads=1, special=OWN):
        self.session, self.longest, self.special = session(path, threads), longest, special

    def vectors(self, texts, size=64):
        out = None
        for numbers in by_length(texts, size):
            batch = padded([single(texts[at], self.longest, self.special) for at in numbers])
            found = self.session.run(None, feeds(batch))[0]
            out = np.zeros((len(texts), found.shape[1]), np.float32) if out is None else out
            out[numbers] = found
        return out
