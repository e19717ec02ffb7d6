"""The rules between modules: who imports whom, what is never used, and that each language has every text."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from playground.text import LANGUAGES, table

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for path in [ROOT / "app.py", *(ROOT / "playground").rglob("*.py")] if path.exists())
COMPONENTS = ROOT / "playground" / "ui" / "components"
MODULES = sorted([*COMPONENTS.rglob("*.js"), *COMPONENTS.rglob("*.html")])

# Each part may import those to the left of it, and what stands beside it in its own group.
ORDER = [
    {
        "text",
        "errors",
        "checks",
        "registry",
        "datasets",
        "device",
        "weights_file",
        "sealed_file",
        "process_memory",
        "pace",
    },
    {"equations"},
    {"stages"},
    {"models"},
    {"tasks"},
    {"checkpoints", "facts", "lag_checkpoints"},
    {"networks", "exercises"},
    {"familiarity"},
    {"following"},
    {"run"},
    {"descent"},
    {"changes"},
    {"provider"},
    {"lesson"},
    {"inspection"},
    {"captum_methods", "differentiable", "halving"},
    {"budget"},
    {
        "attribution",
        "comparison",
        "display",
        "evaluation",
        "lab",
        "example_set",
        "exciting",
        "explanation",
        "learning",
        "listings",
        "loading",
        "live_training",
        "memory_lab",
        "own_networks",
        "similar",
        "training",
        "train",
        "story",
    },
    {"saving", "scripts"},
    {"reports", "overview"},
    {"service"},
    {"ui"},
    {"app", "__main__"},
]
# What is slow to import, or a server has no use for, and the parts that may; the page draws its charts by itself.
HEAVY = {
    "gradio": {"ui"},
    "plotly": {"display"},
    "ray": {"ui"},
    "torchvision": {"training"},
    "sklearn": {"training"},
    "captum": set(),  # its methods alone, without its packages (captum_methods.py)
    "huggingface_hub": {"loading", "training"},
}
READER = ROOT / "playground" / "own_networks" / "reading_process.py"  # of a visitor's .pt file
NEVER = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}


def part(path: Path) -> str:
    """The part of DESIGN that a file belongs to: "models" for playground/models/cnn.py."""
    return path.stem if path.parent in (ROOT, ROOT / "playground") else path.parts[len(ROOT.parts) + 1]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a file imports, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank(name: str) -> int:
    return next(i for i, group in enumerate(ORDER) if name in group)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    if path == ROOT / "playground" / "__init__.py":
        return  # the door: it names what stands behind it
    here = rank(part(path))
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "playground" and len(parts) > 1 and parts[1] in set().union(*ORDER):
            assert rank(parts[1]) <= here, f"{path.relative_to(ROOT)} imports {name}"
        if parts[0] in HEAVY:
            assert part(path) in HEAVY[parts[0]], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_runs_what_it_reads(path: Path) -> None:
    """No pickle, torch.load, eval or exec: a checkpoint or a request can hold numbers only.

    A visitor's .pt is read by torch's weights-only reader, in the one module that runs as a process of its own.
    """
    assert not NEVER & {name.split(".")[0] for name in imports(path)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}, f"line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            loads = (node.value.id, node.attr) in {("torch", "load"), ("torch", "save")}
            assert not loads or path == READER, f"line {node.lineno}"


def test_what_reads_pickles_is_a_process_of_its_own_and_reads_weights_only() -> None:
    calls = [node for node in ast.walk(tree(READER)) if isinstance(node, ast.Call)]
    loads = [call for call in calls if ast.unparse(call.func) == "torch.load"]
    assert len(loads) == 1
    assert "weights_only=True" in [ast.unparse(word) for word in loads[0].keywords]
    assert not [path for path in SOURCES if "playground.own_networks.reading_process" in imports(path)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short_and_say_what_they_do(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 260
    assert ast.get_docstring(tree(path)), "the first line says in one sentence all that the file does"


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        (
            "playground, playground.registry, playground.models, playground.tasks, playground.text",
            "torch gradio",
        ),
        ("playground.checkpoints", "torch gradio"),
        ("playground.ui.plans", "torch gradio"),
        ("playground.service.requests, playground.service.service, playground.service.visits", "torch gradio"),
        ("app", "torch torchvision plotly sklearn captum matplotlib"),
        (
            "playground.similar, playground.ui.wire, playground.attribution",
            "gradio plotly torchvision captum",
        ),
    ],
)
def test_start_up_imports_only_what_it_needs(modules: str, absent: str) -> None:
    code = f"import sys, {modules}; print(*(m for m in {absent.split()} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def flat(entry: Any, path: str = "") -> dict[str, str]:
    """{"errors.unknown_task": "There is no ..."}, and likewise for lists."""
    if isinstance(entry, str):
        return {path: entry}
    pairs = entry.items() if isinstance(entry, dict) else enumerate(entry)
    return {k: v for key, value in pairs for k, v in flat(value, f"{path}.{key}".lstrip(".")).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    english, other = flat(table("en")), flat(table(language))
    assert sorted(other) == sorted(english)
    for key, words in other.items():
        assert words.strip(), key
        assert placeholders(words) == placeholders(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_in_two_files(language: str) -> None:
    """The tables of a language are merged, so that of two texts with one name one would be lost."""
    parts = [
        flat(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in (ROOT / "playground" / "text").glob(f"*{language}.toml")
    ]
    assert len(parts) > 1
    assert sorted(key for part in parts for key in part) == sorted(flat(table(language)))


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def test_every_text_that_the_code_names_exists() -> None:
    """`text("tab.title", ...)` and `InputError("code", ...)`, where the key is written out."""
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if isinstance(key, str) and node.func.id in {"text", "InputError"}:
                wanted = f"errors.{key}" if node.func.id == "InputError" else key
                assert wanted in flat(table("en")), f"{path.name}, line {node.lineno}: {wanted}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_text_that_the_page_names_exists(path: Path) -> None:
    """`t('pad.undo')`, data-text="pad.undo" and data-label="pad.keys", where the key is written out.

    Of a key that is put together, such as t(`tasks.${task}.title`), there is at least one text of that form.
    """
    known = flat(table("en"))
    source = path.read_text(encoding="utf-8")
    for key in re.findall(r"""\bt\('([\w.]+)'|data-(?:text|label)="([\w.]+)\"""", source):
        assert "".join(key) in known, "".join(key)
    for key in re.findall(r"\bt\(`([^`]+)`", source):
        pattern = "".join(r"\w+" if k % 2 else re.escape(part) for k, part in enumerate(re.split(r"\$\{(.*?)\}", key)))
        assert any(re.fullmatch(pattern, name) for name in known), key
