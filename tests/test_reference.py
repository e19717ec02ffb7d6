"""The classes that stand for the reference in all tests are those that its text prints."""

import inspect
import re

import pytest
from inputs import DATA, needs
from reference import REFERENCE

TEXT = DATA.parent / "reference" / "common-neural-networks.zh.txt"
BRACKET = ("nn.Sequentialnn.", "nn.Sequential(nn.")  # the slip


@needs(TEXT)
@pytest.mark.parametrize("name", REFERENCE)
def test_a_class_is_the_printed_one(name: str) -> None:
    """The text has lost its line ends: in it each statement follows the one before, but for comments."""
    model = REFERENCE[name]
    begin = f"class {model.__name__}(nn.Module):"
    [printed] = [line for line in TEXT.read_text(encoding="utf-8").splitlines() if line.startswith(begin)]
    rest = re.sub(r"\s", "", printed).replace(*BRACKET)
    for line in filter(None, (re.sub(r"\s", "", line) for line in inspect.getsource(model).splitlines())):
        before, found, rest = rest.partition(line)
        if not found:  # brackets within which a line may end are closed with or without a comma
            before, found, rest = (before + rest).partition(line.removesuffix(","))
        assert found, line
        assert not before or before.startswith(("#", ",")), f"{before} before {line}"
    assert not rest or rest.startswith("#")
