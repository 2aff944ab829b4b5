"""The trunk that is made out of the English one, and its vocabulary."""
import pytest
import torch
from tokenizers import Tokenizer

from neural import graft, minilm
from neural.bert import Bert, Shape
from neural.vocabulary import SPECIAL, assemble

OWN = {word: at for at, word in enumerate([*SPECIAL, "水", "狗", "【", "blåhaj", "usb"])}


@pytest.fixture(scope="module")
def english():
    found = Tokenizer.from_file(str(minilm.folder() / "tokenizer.json")).get_vocab()
    return dict(sorted(found.items(), key=lambda item: item[1]))


@pytest.fixture(scope="module")
def grafted(english):
    tokenizer = assemble(graft.entries(english, OWN))
    bert = Bert(Shape(vocabulary=tokenizer.get_vocab_size(), layers=2, width=384, heads=12, inner=1536, positions=64, dropout=0.0, matches=True))
    before = bert.matched.weight.clone()
    graft.load(bert, tokenizer, [0, 2], seed=1)
    return tokenizer, bert, before


def test_special_entries_come_first_and_unused_ones_are_left_out(english):
    found = graft.entries(english, OWN)
    assert [found[word] for word in SPECIAL] == [0, 1, 2, 3, 4]
    assert not [word for word in found if word.startswith("[unused")]
    assert sorted(found.values()) == list(range(len(found)))
    assert found["狗"] and found["【"]


def test_english_is_cut_as_the_english_encoder_cuts_it(english):
    tokenizer = assemble(graft.entries(english, {**OWN, "headphonesandmore": 99}))
    theirs = Tokenizer.from_file(str(minilm.folder() / "tokenizer.json"))
    theirs.no_padding()
    text = "Noise-cancelling headphonesandmore, Café 2.4 GHz"
    assert tokenizer.encode(text, add_special_tokens=False).tokens == theirs.encode(text, add_special_tokens=False).tokens


def test_layers_and_english_words_are_those_of_the_encoder(grafted, english):
    tokenizer, bert, before = grafted
    source = minilm.encoder(64).bert
    assert torch.equal(bert.layers[1].up.weight, source.layers[2].up.weight)
    assert torch.equal(bert.words.weight[tokenizer.token_to_id("phone")], source.words.weight[english["phone"]])
    assert torch.equal(bert.matched.weight, before)


@pytest.mark.parametrize(("character", "near", "far"), [("狗", "dog", "water"), ("水", "water", "dog")])
def test_a_character_lies_where_its_meaning_lies(grafted, character, near, far):
    tokenizer, bert, _ = grafted
    row = lambda word: bert.words.weight[tokenizer.token_to_id(word)]  # noqa: E731
    cosine = lambda other: torch.cosine_similarity(row(character), row(other), dim=0).item()  # noqa: E731
    assert cosine(near) > cosine(far) + 0.1
