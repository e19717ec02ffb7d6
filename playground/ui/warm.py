"""Load torch and all networks, so that the first visitor's first stroke finds them ready."""


def load_networks() -> None:
    """Import torch, load every checkpoint of every task, and run each once."""
    import torch

    # One input at a time is too little work for two threads; visitors are what runs in parallel here.
    torch.set_num_threads(1)
    from playground.checkpoints import load, names
    from playground.inspection import inspect
    from playground.tasks import TASKS
    from playground.ui import wire  # noqa: F401  # numpy and the packing, for the first trace
    from playground.ui.catalogue import describe

    for task in TASKS:
        example = describe(task)["examples"]["shown"][0]
        for network in names(task):
            if "input" in example:
                inspect(task, example["input"], network)
            else:  # a series, whose values are fetched when it is picked
                load(task, network)
