"""Vectors of the English encoder, made once and kept: the teacher's signal and the neighbours for hard negatives."""
import hashlib

import numpy as np

from . import config
from .runtime import Vectors
from .tokens import BERT, Tokens

LONGEST = 64


def graph():
    """The encoder as it is shipped."""
    path = config.models() / "be-en" / "model.onnx"
    if not path.exists():
        raise SystemExit(f"{path} is missing: make be-en first")
    return path


def encode(texts):
    """[texts, 384] float32 of length 1."""
    tokens = Tokens.of(graph().parent / "tokenizer.json", list(texts), LONGEST)
    return Vectors(graph(), LONGEST, threads=1, special=BERT).vectors(tokens.ids)


def document_vectors(name, documents):
    """Vectors of a set's documents, kept under a hash of the texts."""
    digest = hashlib.sha256("\n".join(documents.values()).encode()).hexdigest()[:12]
    path = config.cache("vectors", f"{name}-{digest}.npy")
    if not path.exists():
        np.save(path, encode(documents.values()))
    return np.load(path)
