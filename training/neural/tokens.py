"""Texts and pairs as arrays of token ids, cut exactly as the gateway cuts them: only the document, never the query."""
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
