"""The package: its version and start stand in one place, and a wheel brings along all that a clone has."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import playground
from playground.__main__ import main

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PREDICTION = """
import playground
from playground import checkpoints, inspect
drawing = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
print(playground.__file__, playground.__version__, checkpoints.FOLDER)
print(inspect("digits", drawing, "lstm").prediction, inspect("reviews", "not bad", "gru").prediction)
"""


def test_facts_stand_in_one_place() -> None:
    assert sorted(PROJECT["project"]["dynamic"]) == ["dependencies", "version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", playground.__version__)
    # What builds a wheel in the tests is what builds one elsewhere.
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert set(PROJECT["build-system"]["requires"]) <= set(pinned)


@pytest.mark.parametrize(("argument", "said"), [("--help", "python -m playground"), ("--version", "")])
def test_the_command_says_what_it_is(argument: str, said: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        main([argument])
    assert ended.value.code == 0
    assert (said or playground.__version__) in capsys.readouterr().out


def test_both_ways_to_start_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import runpy

    from playground.ui import launch

    started = []
    monkeypatch.setattr(launch, "launch", lambda: started.append(True))
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
    assert main([]) == 0
    assert started == [True, True]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=inherited | environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_has_every_file_of_the_package_and_all_checkpoints(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        held = {info.filename: info.file_size for info in opened.infolist() if ".dist-info/" not in info.filename}
    expected = {
        f"{place}/{path.relative_to(ROOT / folder).as_posix()}": path.stat().st_size
        for folder, place in (("playground", "playground"), ("checkpoints", "playground/trained"))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == expected
    kinds = {Path(name).suffix for name in held}
    assert kinds >= {".py", ".toml", ".json", ".js", ".css", ".html", ".safetensors"}


@pytest.mark.slow
def test_the_installed_package_starts_and_predicts_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """With nothing of the clone in reach: from another folder, and Python reads the installed files alone."""
    there, away = tmp_path / "site", tmp_path / "away"
    away.mkdir()
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile")
    run(*pip, "--target", str(there), str(wheel), cwd=away)
    assert "GRADIO_SERVER_PORT" in run(sys.executable, "-m", "playground", "--help", cwd=away, PYTHONPATH=str(there))
    first, second = run(sys.executable, "-c", PREDICTION, cwd=away, PYTHONPATH=str(there)).splitlines()
    package = there / "playground"
    assert first == f"{package / '__init__.py'} {playground.__version__} {package / 'trained'}"
    assert second == "7 positive"
    # The page and its files: what the routes and the components read when they are imported and built.
    code = (
        "from playground.ui.page import build; from playground.ui.routes import routes; build(); print(len(routes()))"
    )
    assert int(run(sys.executable, "-c", code, cwd=away, PYTHONPATH=str(there))) > 10
