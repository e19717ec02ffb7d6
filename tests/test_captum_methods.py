"""captum's methods come without matplotlib, and a program that imports captum itself has all of it."""

import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from playground import attribute
from playground.attribution import METHODS
drawing = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
for name in METHODS:
    attribute("digits", drawing, "cnn", name)
assert not {"captum", "captum.attr", "matplotlib"} & set(sys.modules)
import captum
from captum.attr import IntegratedGradients, visualization
from playground.captum_methods import method
assert method("_core.integrated_gradients", "IntegratedGradients") is IntegratedGradients
assert captum.attr.visualization is visualization and visualization.visualize_text
attribute("digits", drawing, "cnn", "occlusion")
"""


def test_a_program_has_all_of_captum_beside_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 0, done.stderr
