"""What all tests share: one torch thread, and hypothesis with the same bounded examples in every run."""

import torch
from hypothesis import settings

torch.set_num_threads(1)  # small products; more threads only wait for each other

settings.register_profile("playground", derandomize=True, deadline=None, max_examples=40, database=None)
settings.load_profile("playground")
