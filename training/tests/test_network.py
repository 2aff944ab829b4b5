"""The network, its losses and its export."""
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from neural import config, objectives, trunk
from neural.bert import CrossEncoder, Encoder, MaskedWords, Shape, match_levels
from neural.export.golden import invariant
from neural.export.graph import shrink_embeddings, to_onnx
from neural.export.quantise import quantise
from neural.pretrain import MASK, choices, mask_words
from neural.runtime import Scorer, Vectors, feeds, session
from neural.tokens import Tokens, pair, pair_batch
from neural.vocabulary import SPECIAL, assemble

SHAPE = Shape(vocabulary=300, width=32, heads=2, inner=64, positions=64, dropout=0.0, matches=True)
RNG = np.random.default_rng(0)


def pairs(number):
    return [(RNG.integers(5, 300, RNG.integers(1, 9)), RNG.integers(5, 300, RNG.integers(1, 40))) for _ in range(number)]


def level(query, text):
    ids, mask, segments = map(torch.from_numpy, pair_batch([(query, text), (query, [9] * 30)], 64, 24))
    return match_levels(ids, segments, mask)[0, : len(query) + len(text) + 3].tolist()


def test_runs_of_equal_tokens_are_marked_on_both_sides():
    assert level([50, 51, 52, 60], [70, 50, 51, 52, 71, 60]) == [0, 3, 3, 3, 1, 0, 0, 3, 3, 3, 0, 1, 0]
    assert level([50, 51], [51, 50]) == [0, 1, 1, 0, 1, 1, 0]
    assert level([50, 51], [50, 51]) == [0, 2, 2, 0, 2, 2, 0]


def test_special_tokens_match_nothing():
    assert level([1, 4], [1, 4]) == [0] * 7


def test_only_the_text_is_cut():
    row, first = pair(list(range(10, 40)), list(range(50, 150)), 64, 24)
    assert len(row) == 64 and first == 26
    assert row[1:25] == list(range(10, 34)) and row[26:63] == list(range(50, 87)) and (row[0], row[25], row[63]) == (2, 3, 3)


def test_tokens_come_back_from_their_file(tmp_path):
    vocabulary = {entry: at for at, entry in enumerate([*SPECIAL, "usb", "cable", "##s", "壳"])}
    assemble(vocabulary).save(str(tmp_path / "tokenizer.json"))
    texts = ["USB cables", "", "壳壳 nowhere"]
    made = [Tokens.kept(tmp_path / "tokenizer.json", texts, tmp_path).ids for _ in range(2)]
    assert [list(ids) for ids in made[0]] == [list(ids) for ids in made[1]] == [[5, 6, 7], [], [8, 8, 1]]


def test_a_score_does_not_depend_on_padding():
    model = CrossEncoder(SHAPE).eval()
    batch = pair_batch(pairs(8), 64, 24)
    with torch.no_grad():
        assert invariant(lambda inputs: model(*map(torch.from_numpy, inputs)).numpy(), batch) < 1e-5


def test_a_vector_has_length_one():
    model = Encoder(SHAPE, 16).eval()
    ids, mask, _ = pair_batch(pairs(3), 64, 24)
    with torch.no_grad():
        vectors = model(torch.from_numpy(ids), torch.from_numpy(mask))
    assert vectors.shape == (3, 16) and torch.allclose(vectors.norm(dim=1), torch.ones(3), atol=1e-5)


def test_masked_words_are_asked_for_where_they_were():
    ids, mask, segments = pair_batch(pairs(6), 64, 24)
    hidden, asked = mask_words(ids, mask, np.random.default_rng(1), 0.3, 300)
    assert (hidden[~asked] == ids[~asked]).all() and (ids[asked] >= 5).all() and (hidden[asked] == MASK).mean() > 0.5
    entries, wanted = choices(ids[asked], np.random.default_rng(1), 300, 20)
    assert (entries[wanted] == ids[asked]).all()
    logits = MaskedWords(SHAPE)(*map(torch.from_numpy, (hidden, mask, segments, asked, entries)))
    assert logits.shape == (asked.sum(), len(entries))


def test_listwise_prefers_the_better_answer_and_ignores_lists_without_one():
    of = torch.tensor([0, 0, 1, 1, 2])
    targets = torch.tensor([1.0, 0.0, 0.0, 0.0, 1.0])
    good = objectives.listwise(torch.tensor([5.0, -5.0, 1.0, 2.0, 0.0]), targets, of, 3)
    bad = objectives.listwise(torch.tensor([-5.0, 5.0, 1.0, 2.0, 0.0]), targets, of, 3)
    assert good < 0.01 and bad == pytest.approx(10.0, abs=0.01)


def test_log_softmax_within_lists_survives_large_values():
    of = torch.tensor([0, 0, 1])
    found = objectives.log_softmax(torch.tensor([1000.0, 1000.0, -1000.0]), of, 2)
    assert torch.allclose(found, torch.tensor([-0.6931, -0.6931, 0.0]), atol=1e-3)


def test_imitation_is_zero_when_the_order_and_distances_are_the_teachers():
    of, teacher = torch.tensor([0, 0, 1, 1]), torch.tensor([0.9, 0.5, float("nan"), 0.3])
    assert objectives.imitate(torch.tensor([0.9 * 16, 0.5 * 16, 3.0, 1.0]), teacher, of, 2) == pytest.approx(0, abs=1e-5)
    assert objectives.imitate(torch.tensor([0.5 * 16, 0.9 * 16, 3.0, 1.0]), teacher, of, 2) > 1
    assert objectives.margins(torch.tensor([12 * 0.9 + 7, 12 * 0.5 + 7, 0.0, 0.0]), teacher, torch.tensor([0, 0, 1, 2]), 3) == pytest.approx(0, abs=1e-4)
    assert objectives.imitate(torch.tensor([1.0]), torch.tensor([float("nan")]), torch.tensor([0]), 1) == 0


def test_wrong_texts_beyond_the_answers_count_against_all_queries():
    queries, none = torch.eye(2), torch.zeros(2, 3, dtype=torch.bool)
    far, near = torch.tensor([[0.0, 0.0]]), torch.tensor([[0.7, 0.7]])
    assert objectives.contrast(queries, torch.cat([queries, far]), none) < objectives.contrast(queries, torch.cat([queries, near]), none)


def test_what_answers_too_is_no_negative():
    queries = texts = torch.eye(2)
    same = torch.tensor([[True, True], [True, True]])
    assert objectives.contrast(queries, texts[[0, 0]], same) < objectives.contrast(queries, texts[[0, 0]], torch.eye(2, dtype=torch.bool))


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    torch.manual_seed(0)
    model, folder = CrossEncoder(SHAPE).eval(), tmp_path_factory.mktemp("model")
    for weights in model.parameters():
        # As large as after training: from the small ones at the start all scores would be nearly equal.
        if weights.ndim == 2:
            torch.nn.init.normal_(weights, std=weights.shape[1] ** -0.5)
    to_onnx(model, 3, folder / "float.onnx")
    quantise(folder / "float.onnx", folder / "small.onnx", [pair_batch(pairs(16), 64, 24) for _ in range(4)])
    return model, folder


def test_the_graph_scores_as_the_network(exported):
    model, folder = exported
    batch = pair_batch(pairs(9), 64, 24)
    with torch.no_grad():
        wanted = model(*map(torch.from_numpy, batch)).numpy()
    graph = session(folder / "float.onnx")
    assert [one.type for one in graph.get_inputs()] == ["tensor(int32)"] * 3
    assert np.abs(graph.run(None, feeds(batch))[0] - wanted).max() < 1e-4
    # One pair alone, and the shortest there can be.
    assert graph.run(None, feeds(pair_batch([([7], [8])], 64, 24)))[0].shape == (1,)


def test_all_that_is_rounded_is_what_a_product_reads(exported):
    _, folder = exported
    graph = onnx.load(folder / "small.onnx").graph
    products = [node for node in graph.node if node.op_type == "MatMulIntegerToFloat"]
    # Six a layer.
    assert len(products) == 12
    rounded = {name for node in graph.node if node.op_type == "QuantizeLinear" for name in node.output}
    assert {node.input[0] for node in products} == rounded
    assert "DequantizeLinear" not in {node.op_type for node in graph.node}
    # What stays in float: two of attention a layer.
    assert sum(node.op_type == "MatMul" for node in graph.node) == 4


def test_what_comes_out_of_gelu_is_cut_off_where_asked(exported, tmp_path):
    _, folder = exported
    quantise(folder / "float.onnx", tmp_path / "cut.onnx", [pair_batch(pairs(16), 64, 24) for _ in range(4)], 0.5)
    graph = onnx.load(tmp_path / "cut.onnx").graph
    values = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    gelu = {name for node in graph.node if node.op_type == "Gelu" for name in node.output}
    scales = [float(values[node.input[1]]) for node in graph.node if node.op_type == "QuantizeLinear" and node.input[0] in gelu]
    assert scales == pytest.approx([(0.5 + 0.17) / 255] * 2, rel=1e-3)


def test_int8_is_close_and_does_not_depend_on_the_batch(exported):
    _, folder = exported
    some = pairs(40)
    full, small = (Scorer(folder / name, 64, 24).scores(some) for name in ("float.onnx", "small.onnx"))
    assert np.corrcoef(full, small)[0, 1] > 0.99
    graph = session(folder / "small.onnx")
    assert invariant(lambda inputs: graph.run(None, feeds(inputs))[0], pair_batch(some, 64, 24)) < 1e-5


def test_large_tables_shrink_and_say_the_same(tmp_path):
    torch.manual_seed(0)
    model = Encoder(SHAPE, 32).eval()
    graph = to_onnx(model, 2, tmp_path / "float.onnx")
    onnx.save(shrink_embeddings(graph, least=300 * 32), tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < (tmp_path / "float.onnx").stat().st_size - 300 * 32 * 2.5
    texts = [query for query, _ in pairs(10)]
    full, small = (Vectors(tmp_path / name, 64).vectors(texts) for name in ("float.onnx", "small.onnx"))
    assert (full * small).sum(1).min() > 0.999


def test_a_reranker_starts_from_an_encoders_trunk_and_keeps_what_that_lacks(tmp_path, monkeypatch):
    monkeypatch.setenv("RELEVANCE_TRAINING_CACHE", str(tmp_path))
    encoder, reranker = Encoder(replace(SHAPE, matches=False), 32), CrossEncoder(SHAPE)
    torch.save(encoder.state_dict(), config.cache("first", "trained.pt"))
    matched = reranker.bert.matched.weight.clone()
    trunk.start(reranker.bert, "first")
    assert torch.equal(reranker.bert.words.weight, encoder.bert.words.weight)
    assert torch.equal(reranker.bert.layers[1].up.weight, encoder.bert.layers[1].up.weight)
    assert torch.equal(reranker.bert.matched.weight, matched)
    with pytest.raises(SystemExit, match="make second"):
        trunk.start(reranker.bert, "second")
