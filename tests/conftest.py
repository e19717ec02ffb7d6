"""What all tests share: one torch thread, hypothesis with the same bounded examples in every run, and one server."""

from collections.abc import Iterator

import pytest
import torch
from hypothesis import settings

torch.set_num_threads(1)  # small products; more threads only wait for each other

settings.register_profile("playground", derandomize=True, deadline=None, max_examples=40, database=None)
settings.load_profile("playground")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app, launched as app.py does on a free port."""
    from playground.ui import page

    blocks = page.build()
    _, url, _ = blocks.launch(prevent_thread_lock=True, quiet=True, **page.settings())
    yield url.rstrip("/")
    blocks.close()
