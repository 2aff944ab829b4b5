"""Texts and pairs as arrays of token ids, cut exactly as the gateway cuts them: only the document, never the query."""
import hashlib
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

# [CLS] and [SEP] of the project's own vocabulary, and of English BERT.
OWN, BERT = (2, 3), (101, 102)


class Tokens:
    """Token ids of many texts, without special tokens."""

    def __init__(self, tokenizer, texts, longest):
        """`longest`: no text keeps more ids than that."""
        parts = []
        for start in range(0, len(texts), 20000):
            encoded = tokenizer.encode_batch(texts[start : start + 20000], add_special_tokens=False)
            parts.extend(np.array(one.ids[:longest], np.int32) for one in encoded)
        self.ids = parts

    @staticmethod
    def kept(tokenizer, texts, folder, longest=126):
        """As `of`, kept in a folder under a hash of tokenizer and texts: a run that goes on after a kill starts at once."""
        digest = hashlib.sha256(Path(tokenizer).read_bytes())
        digest.update(f"\n{longest}\n".encode())
        for text in texts:
            digest.update(text.encode() + b"\n")
        path = Path(folder) / f"{digest.hexdigest()[:16]}.npz"
        if not path.exists():
            made = Tokens.of(tokenizer, texts, longest)
            np.savez(path, ids=np.concatenate(made.ids), ends=np.cumsum([len(ids) for ids in made.ids]))
        with np.load(path) as file:
            found = Tokens.__new__(Tokens)
            found.ids = np.split(file["ids"], file["ends"][:-1])
        return found

    @staticmethod
    def of(path, texts, longest=126):
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return Tokens(tokenizer, texts, longest)


def padded(rows):
    """(ids, mask), both [rows, longest row] int64, 0 beyond the end."""
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest), np.int64)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
    mask = np.arange(longest) < np.array([len(row) for row in rows])[:, None]
    return ids, mask.astype(np.int64)


def single(ids, longest, special=OWN):
    """[CLS] text [SEP]"""
    return [special[0], *ids[: longest - 2], special[1]]


def pair(query, text, longest, longest_query):
    """([CLS] query [SEP] text [SEP], length of the first segment)"""
    query = query[:longest_query]
    cls, sep = OWN
    return [cls, *query, sep, *text[: longest - 3 - len(query)], sep], len(query) + 2


def pair_batch(pairs, longest, longest_query):
    """(ids, mask, segments) of pairs of id arrays, each [pairs, tokens] int64."""
    rows = [pair(query, text, longest, longest_query) for query, text in pairs]
    ids, mask = padded([row for row, _ in rows])
    segments = (np.arange(ids.shape[1]) >= np.array([first for _, first in rows])[:, None]) * mask
    return ids, mask, segments
