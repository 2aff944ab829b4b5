"""A network that starts where another run ended: the trunk that masked words left, or that of an encoder."""
import torch

from . import config


def start(bert, name):
    """Puts the trunk of the run `name` into `bert`. Where only one of the two tells equal tokens, that part keeps its own."""
    masked, trained = config.cache(name, "trunk.pt"), config.cache(name, "trained.pt")
    if masked.exists():
        weights = torch.load(masked, weights_only=True)
    elif trained.exists():
        whole = torch.load(trained, weights_only=True)
        weights = {key.removeprefix("bert."): value for key, value in whole.items() if key.startswith("bert.")}
    else:
        raise SystemExit(f"there is no run {name} to start from: first run `make {name}`")
    own = {key: value for key, value in bert.state_dict().items() if key.startswith("matched")}
    bert.load_state_dict({**{key: value for key, value in weights.items() if not key.startswith("matched")}, **own})
