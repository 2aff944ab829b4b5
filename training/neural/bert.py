"""A small post-LN BERT that knows which tokens of the two texts are the same, with heads for pairs, vectors and masked words."""
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    layers: int = 2
    width: int = 128
    heads: int = 4
    inner: int = 512
    positions: int = 128
    dropout: float = 0.1
    matches: bool = False
    """Adds an embedding of how long the run of equal tokens in the other text is: 0, 1, 2, 3 or more."""


def match_levels(ids, segments, mask):
    """For each token the longest run, up to 3, of tokens around it that stands in the other text too. [batch, tokens] in 0..3.

    A small network learns slowly to compare tokens; here it is told. [CLS] and [SEP] (first and last of each text)
    would match each other and are left out by being in ids 0..4, the special entries of the vocabulary.
    """
    real = mask.bool() & (ids > 4)
    other = segments.unsqueeze(2) != segments.unsqueeze(1)
    one = (ids.unsqueeze(2) == ids.unsqueeze(1)) & other & real.unsqueeze(2) & real.unsqueeze(1)
    one = one.to(torch.int32)
    # two[i, j]: tokens i, i+1 equal tokens j, j+1; three the same for three. Runs are marked on all their tokens.
    ahead = F.pad(one[:, 1:, 1:], (0, 1, 0, 1))
    two = one * ahead
    three = two * F.pad(ahead[:, 1:, 1:], (0, 1, 0, 1))
    found = one.amax(2)
    pairs, triples = two.amax(2), three.amax(2)
    pairs = torch.maximum(pairs, F.pad(pairs[:, :-1], (1, 0)))
    triples = torch.maximum(triples, torch.maximum(F.pad(triples[:, :-1], (1, 0)), F.pad(triples[:, :-2], (2, 0))))
    return found + pairs + triples


class Layer(nn.Module):
    """Attention and feed-forward, each followed by addition and normalisation. With `first_only` it computes [CLS] alone."""

    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        self.query, self.key = nn.Linear(shape.width, shape.width), nn.Linear(shape.width, shape.width)
        self.value, self.out = nn.Linear(shape.width, shape.width), nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up, self.down = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def _split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, bias, first_only=False):
        seen = x[:, :1] if first_only else x
        q, k, v = self._split(self.query(seen)), self._split(self.key(x)), self._split(self.value(x))
        weights = torch.softmax(q @ k.transpose(2, 3) / q.shape[-1] ** 0.5 + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).flatten(2)
        seen = self.attention_norm(seen + self.dropout(self.out(mixed)))
        return self.norm(seen + self.dropout(self.down(F.gelu(self.up(seen)))))


class Bert(nn.Module):
    """Token ids, mask and segments → hidden states [batch, tokens, width], or of [CLS] alone [batch, 1, width]."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width, padding_idx=0)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.segments = nn.Embedding(2, shape.width)
        self.matched = nn.Embedding(4, shape.width) if shape.matches else None
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, ids, mask, segments, first_only=False):
        x = self.words(ids) + self.segments(segments) + self.places.weight[: ids.shape[1]]
        if self.matched is not None:
            x = x + self.matched(match_levels(ids, segments, mask))
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers[:-1]:
            x = layer(x, bias)
        return self.layers[-1](x, bias, first_only)


class CrossEncoder(nn.Module):
    """One logit a pair: [batch]."""

    def __init__(self, shape):
        super().__init__()
        self.bert = Bert(shape)
        self.pooler, self.score = nn.Linear(shape.width, shape.width), nn.Linear(shape.width, 1)
        nn.init.normal_(self.score.weight, std=0.02)
        nn.init.zeros_(self.score.bias)

    def forward(self, input_ids, attention_mask, token_type_ids):
        first = self.bert(input_ids, attention_mask, token_type_ids, first_only=True)[:, 0]
        return self.score(torch.tanh(self.pooler(first))).squeeze(-1)


class Encoder(nn.Module):
    """One vector of length 1 a text: mean over its tokens, projected where `dims` is not the width. [batch, dims]"""

    def __init__(self, shape, dims):
        super().__init__()
        self.bert = Bert(shape)
        self.project = nn.Identity() if dims == shape.width else nn.Linear(shape.width, dims)

    def forward(self, input_ids, attention_mask):
        hidden = self.bert(input_ids, attention_mask, torch.zeros_like(input_ids))
        weight = attention_mask.to(hidden.dtype).unsqueeze(1)
        # Multiplied, not summed: a sum over tokens is added up in another order for one row than for several.
        return F.normalize(self.project((weight @ hidden).squeeze(1) / weight.sum(-1)), dim=-1)


class MaskedWords(nn.Module):
    """Logits of the given entries of the vocabulary at the given places; the output matrix is the embedding's."""

    def __init__(self, shape):
        super().__init__()
        self.bert = Bert(shape)
        self.transform, self.norm = nn.Linear(shape.width, shape.width), nn.LayerNorm(shape.width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))

    def forward(self, ids, mask, segments, places, entries):
        hidden = self.bert(ids, mask, segments)[places]
        return F.linear(self.norm(F.gelu(self.transform(hidden))), self.bert.words.weight[entries], self.bias[entries])
