"""Load torch and all networks, so that the first visitor's first stroke finds them ready."""

import ctypes
import logging

ARENAS = 2
_M_ARENA_MAX = -8  # of glibc's malloc.h


def share_memory() -> None:
    """Let all threads have memory from a few places: glibc gives each its own, and each keeps what was freed in it."""
    mallopt = getattr(ctypes.pythonapi, "mallopt", None)  # of what the process has loaded, on any system
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, ARENAS)


def load_networks() -> None:
    """Import torch, load every checkpoint of every task, and run each once; what is wrong with one is logged.

    Last of all a process is started that waits for the first training.
    """
    share_memory()
    import torch

    # One input at a time is too little work for two threads; visitors are what runs in parallel here.
    torch.set_num_threads(1)
    from playground.checkpoints import load
    from playground.errors import InputError
    from playground.inspection import inspect
    from playground.tasks import TASKS
    from playground.ui import wire  # noqa: F401  # numpy and the packing, for the first trace
    from playground.ui.catalogue import describe
    from playground.ui.http.health import loaded
    from playground.ui.training_routes import trainings

    for task in TASKS:
        example = describe(task)["examples"]["shown"][0]
        for network in TASKS[task].networks:
            try:
                if "input" in example:
                    inspect(task, example["input"], network)
                else:  # a series, whose values are fetched when it is picked
                    load(task, network)
            except InputError as error:
                logging.getLogger(__name__).warning("%s", error)
    loaded.set()
    trainings().warm()
