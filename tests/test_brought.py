"""Each input that people brought and that failed once has a test, which has its number in its name, id or docstring."""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
INPUTS: dict[str, str] = {
    "F001": "thousands by commas beside 987",
    "F003": "whole lines in thousands",
    "F008": "both German marks in each number",
    "F009": "German thousands below a heading",
    "F010": "narrow spaces in thousands, a number a line",
    "F012": "the same in one line",
    "F013": "plain spaces in thousands",
    "F014": "quoted decimal commas beside dates",
    "F015": "Indian thousands in quotes",
    "F017": "two columns, the first even times",
    "F018": "unix stamps beside values",
    "F019": "years beside values",
    "F020": "0,5 10,7 20,9: either reading",
    "F021": "a numbered list",
    "F022": "a table of prices",
    "F025": "years as a heading",
    "F026": "a table on its side",
    "F027": "a line of totals",
    "F028": "brackets as minus",
    "F029": "brackets as minus in a table",
    "F030": "an empty cell",
    "F033": "a printed tensor",
    "F034": "a list of np.float64",
    "F035": "a printed column of pandas",
    "F038": "full-width digits and points",
    "F043": "decimal commas, 99,9",
    "F044": "decimal commas that all end in 5",
    "F045": "decimal commas from 10,5 on",
    "F046": "decimal commas that all end in 0",
    "F047": "two decimal commas in a line",
    "F048": "three decimal commas in a line",
    "F049": "decimal commas between semicolons",
    "F050": "euros with decimal commas",
    "F052": "a dollar in the first line",
    "F053": "a percent in the first line",
    "F054": "Swiss thousands in the first line",
    "F055": "Word's minus in the first line",
    "F057": "a table with holes",
    "F059": "each number in quotes",
    "F060": "a 7 of 0.05 of the pad",
    "F061": "equal drawings in other places",
    "F063": "11, drawn",
    "F064": "10, drawn",
    "F065": "a letter A",
    "F066": "a heart",
    "F068": "a slashed 0",
    "F069": "a 0 slashed inside",
    "F070": "a 2 with a loop",
    "F071": "a 1 with flag and foot",
    "F074": "a 0 five times as high as wide",
    "F075": "a Japanese 7",
    "F076": "a 0 that overshoots",
    "F077": "white ink on nothing, RGBA",
    "F078": "white ink on nothing, LA",
    "F081": "a 2 in a box that is open on top",
    "F083": "42 on one picture",
    "F085": "a small digit on a photo of a sheet",
    "F088": "happy not to work with you",
    "F089": "I don't think it is good",
    "F090": "no complaints",
    "F091": "not bad",
    "F092": "9,5/10",
    "F094": "one star of five",
    "F099": "French",
    "F100": "German",
    "F101": "letters that are being composed",
    "F103": "cells pasted over a drawing",
    "F104": "forced colours",
    "F106": "a frame in a Space",
    "F108": "undo after a picture was cleared",
    "F110": "a phone that is turned while one draws",
    "F111": "print without background",
    "F112": "a reload",
    "F113": "HEIC",
    "F114": "SVG",
    "F115": "a proxy that cuts the prefix",
    "F116": "mounted in another app",
    "F117": "http_proxy in the environment",
    "F120": "integers and single floats of numpy in a list",
    "F121": "a stroke of single floats",
    "F122": "an array, a tensor, a range",
    "F123": "attribution where the output jumps",
}


@pytest.fixture(scope="module")
def told() -> str:
    """All names of tests, and all texts in the tests: ids, keys of tables, docstrings."""
    words: list[str] = []
    for path in FOLDER.rglob("*.py"):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.append(node.value)
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_f"):
                words.append(node.name.upper())
    return "\n".join(words)


@pytest.mark.parametrize("number", INPUTS)
def test_it_has_a_test(told: str, number: str) -> None:
    assert number in told, INPUTS[number]
