"""Paths and the YAML files of `configs/`."""
import os
from pathlib import Path

import yaml

TRAINING = Path(__file__).resolve().parent.parent
ROOT = TRAINING.parent
CONFIGS = TRAINING / "configs"


def data_root():
    """The folder of judged data; never copied into the repository."""
    found = Path(os.environ.get("RELEVANCE_EVAL_DATA", ROOT.parent / "shared" / "data"))
    if not found.is_dir():
        raise SystemExit(f"no judged data at {found}: set RELEVANCE_EVAL_DATA to the folder that holds en-product-icecat and the others")
    return found


def cache(*names):
    """A path below the cache, whose folder exists. RELEVANCE_TRAINING_CACHE moves it."""
    path = Path(os.environ.get("RELEVANCE_TRAINING_CACHE", TRAINING / ".cache")).joinpath(*names)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def models():
    """The folder of the models that ship."""
    return ROOT / "models"


def load(name):
    """The mapping of `configs/<name>.yaml`."""
    with open(CONFIGS / f"{name}.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)
