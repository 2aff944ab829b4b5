"""A network that starts where another one ended: the trunk that masked words left, or that of a model trained here or shipped."""
import torch

from . import config, shipped


def start(bert, name):
    """Puts the trunk of the run `name`, or else of the model of that name that ships, into `bert`. Where only one of the two tells equal tokens, that part keeps its own."""
    masked, trained = config.cache(name, "trunk.pt"), config.cache(name, "trained.pt")
    if masked.exists():
        weights = torch.load(masked, weights_only=True)
    elif trained.exists():
        weights = of_bert(torch.load(trained, weights_only=True))
    else:
        weights = of_bert(shipped.weights(name))
        shipped.check_vocabulary(name, config.cache("tokenizer.json"))
    own = {key: value for key, value in bert.state_dict().items() if key.startswith("matched")}
    bert.load_state_dict({**{key: value for key, value in weights.items() if not key.startswith("matched")}, **own})


def of_bert(whole):
    return {key.removeprefix("bert."): value for key, value in whole.items() if key.startswith("bert.")}
