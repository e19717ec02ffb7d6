"""The whole app where there is no network, where no file can be written, and for a user without rights."""

import base64
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hostile_requests import sent
from valid_requests import valid

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPT = HERE / "answer_everything.py"
NOT_NEEDED = ("matplotlib", "torchvision", "sklearn", "captum.attr._utils.visualization", "hypothesis", "pytest")
NOBODY = "65534"

pytestmark = pytest.mark.slow


@cache
def everything() -> list[tuple[str, str]]:
    """Every valid request of every route."""
    found = []
    for route, asked in valid().items():
        method, path = route.split()
        for number, one in enumerate(asked):
            content = sent(path, one, method=method)
            found.append((f"{route} {number}", base64.b64encode(content).decode()))
    return found


def told(*sandbox: str, **settings: str) -> dict[str, Any]:
    """What the script says that runs within the sandbox. Skips, with the reason, where the sandbox is not allowed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("TMPDIR", "PLAYGROUND_DATA")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | settings
    if shutil.which(sandbox[0]) is None:
        pytest.skip(f"there is no {sandbox[0]} on this machine")
    tried = subprocess.run([*sandbox, "true"], capture_output=True, text=True, check=False, env=environment)
    if tried.returncode:
        pytest.skip(f"{' '.join(sandbox)} is not allowed here: {tried.stderr.strip()}")
    command, asked = [*sandbox, sys.executable, str(SCRIPT)], json.dumps(everything())
    done = subprocess.run(
        command, input=asked, capture_output=True, text=True, check=False, env=environment, timeout=600, cwd="/"
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert "Traceback" not in done.stderr, done.stderr[-3_000:]
    return json.loads(done.stdout.splitlines()[-1])


def assert_whole(found: dict[str, Any]) -> None:
    """The page with all its files, an answer to everything, and a training that has come to its end."""
    assert len(found["page"]) > 3
    assert {link: status for link, status in found["page"].items() if status != 200} == {}
    assert {name: answer for name, answer in found["answers"].items() if answer[0] != 200} == {}
    assert '"why":"done"' in found["answers"]["POST /playground/training 0"][1]


def test_without_a_network() -> None:
    """In a namespace with a loopback device and no other."""
    found = told("unshare", "-n" if os.geteuid() == 0 else "-rn")
    assert found["allowed"]["network"] == "Network is unreachable"
    assert_whole(found)


def test_what_only_training_and_tests_need_is_not_imported() -> None:
    """By a process that has answered everything."""
    found = told("env")
    assert_whole(found)
    imported = [name for name in found["imported"] if name.startswith(NOT_NEEDED)]
    assert imported == []


def test_with_a_file_system_that_is_only_read() -> None:
    """With no place to write at all, not even for what is temporary."""
    found = told("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc")
    assert found["allowed"]["files"] == []
    assert_whole(found)


def test_for_a_user_without_rights() -> None:
    """Of whom the machine has no home."""
    if os.geteuid():
        pytest.skip("these tests are run by a user without rights already")
    view = ("bwrap", "--cap-add", "ALL", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *_seen_by_all())
    rights = ("--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs")
    user = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", *rights)
    found = told(*view, *user, HOME="/nonexistent")
    assert not found["allowed"]["rights"]
    assert set(found["allowed"]["files"]) <= {"/tmp", "/var/tmp"}
    assert_whole(found)


def _seen_by_all() -> list[str]:
    """In place of root's home, which nobody else can look into, one with what the app runs from, if that is there."""
    home, options = Path.home(), ["--tmpfs", str(Path.home())]
    for place in map(Path, (sys.base_prefix, sys.prefix, ROOT)):
        if home in place.parents:
            between = [parent for parent in reversed(place.parents) if home in parent.parents]
            options += [part for folder in between for part in ("--dir", str(folder))]
            options += ["--ro-bind", str(place), str(place)]
    return options
