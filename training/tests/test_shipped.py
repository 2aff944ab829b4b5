"""What goes on from a shipped model starts with what that model says."""
import numpy as np
import onnxruntime
import pytest
import torch
from neural import config, shipped, trunk
from neural.bert import Bert, CrossEncoder, Encoder, Shape
from tokenizers import Tokenizer


def shape(name):
    vocabulary = Tokenizer.from_file(str(config.models() / name / "tokenizer.json")).get_vocab_size()
    return Shape(vocabulary=vocabulary, **config.load(name)["shape"])


def pairs(vocabulary):
    rng = np.random.default_rng(3)
    ids = rng.integers(5, vocabulary, (4, 24)).astype(np.int32)
    segments = np.zeros_like(ids)
    segments[:, 9:] = 1
    return ids, np.ones_like(ids), segments


def test_cross_encoder_scores_as_its_graph_does():
    model = CrossEncoder(shape("ce-xs"))
    model.load_state_dict(shipped.weights("ce-xs"))
    ids, mask, segments = pairs(model.bert.shape.vocabulary)
    graph = onnxruntime.InferenceSession(config.models() / "ce-xs" / "model.cuda.onnx")
    (said,) = graph.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments})
    with torch.no_grad():
        found = model.eval()(*map(torch.from_numpy, (ids, mask, segments))).numpy()
    # The graph reckons in half precision.
    assert np.abs(said - found).max() < 0.03


def test_every_weight_of_an_encoder_is_found():
    Encoder(shape("be-zh"), 128).load_state_dict(shipped.weights("be-zh"))


def test_trunk_of_a_shipped_model_where_there_was_no_run(monkeypatch, tmp_path):
    monkeypatch.setenv("RELEVANCE_TRAINING_CACHE", str(tmp_path))
    (tmp_path / "tokenizer.json").write_bytes((config.models() / "be-zh" / "tokenizer.json").read_bytes())
    bert = Bert(shape("ce-xs"))
    own = bert.matched.weight.detach().clone()
    trunk.start(bert, "be-zh")
    assert torch.equal(bert.words.weight, shipped.weights("be-zh")["bert.words.weight"])
    assert torch.equal(bert.matched.weight, own)


def test_another_vocabulary_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("RELEVANCE_TRAINING_CACHE", str(tmp_path))
    (tmp_path / "tokenizer.json").write_bytes((config.models() / "be-en" / "tokenizer.json").read_bytes())
    with pytest.raises(SystemExit, match="is not the vocabulary of models/be-zh: copy"):
        trunk.start(Bert(shape("ce-xs")), "be-zh")
