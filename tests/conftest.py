"""What all tests share: one torch thread, hypothesis with the same bounded examples in every run, and one server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from hosts import free_port
from hypothesis import settings

torch.set_num_threads(1)  # small products; more threads only wait for each other

settings.register_profile("playground", derandomize=True, deadline=None, max_examples=40, database=None)
settings.load_profile("playground")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two, as many as the machine has that this is made for; a single file is done sooner without, and in sight."""
    files = {argument.split("::")[0] for argument in config.args}
    if len(files) == 1 and Path(*files).is_file():
        config.option.dist = "no"
        return 0
    return min(2, os.cpu_count() or 1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app, launched as app.py does on a free port."""
    from playground.ui import page
    from playground.ui.training_routes import trainings

    blocks = page.build()
    port = free_port()  # Gradio's own search is a race where several processes begin at once
    _, url, _ = blocks.launch(prevent_thread_lock=True, quiet=True, server_port=port, **page.settings())
    yield url.rstrip("/")
    blocks.close()
    trainings().close()
