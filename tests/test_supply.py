"""What the app brings along is locked, and agrees with what it asks for; no licence forbids to use it so."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-torch.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PYTORCH = re.compile(r"(torch|torchvision|triton|cuda|nvidia)\b")
# Of MIT, BSD and their like, and of those that ask something only of who changes the package itself (MPL).
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|0BSD|BSL-1.0|HPND|Unlicense|MPL|Mozilla|LLVM",
    re.IGNORECASE,
)
NVIDIA = re.compile(r"(nvidia|cuda)-")  # beside PyTorch's build for their chips; not in its build for CPUs


def pins(file: str) -> dict[str, str]:
    """Versions by names, both in one spelling."""
    return {_named(name): version for name, version in PIN.findall((ROOT / file).read_text(encoding="utf-8"))}


def _named(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    return pins(LOCKS[0]) | pins(LOCKS[1])


def test_the_locks_have_what_is_asked_for() -> None:
    asked = pins("requirements.txt")
    assert asked
    assert {name: locked().get(name) for name in asked} == asked


def test_the_locks_share_the_packages_out() -> None:
    """So that a container can have PyTorch's build for CPUs from where that is, and all else by its hash."""
    assert not set(pins(LOCKS[0])) & set(pins(LOCKS[1]))
    assert all(PYTORCH.match(name) for name in pins(LOCKS[1]))
    assert not any(PYTORCH.match(name) for name in pins(LOCKS[0]))


def test_every_locked_version_has_its_hashes_and_no_address() -> None:
    for file in LOCKS:
        text = (ROOT / file).read_text(encoding="utf-8")
        entries = re.findall(r"^\S.*(?:\n    .*)*", text, re.MULTILINE)
        assert len(entries) == len(pins(file))
        assert all(PIN.match(entry) and HASH.search(entry) for entry in entries)
        assert "://" not in text


def test_nothing_that_a_locked_package_needs_is_missing() -> None:
    """By what the installed packages say of themselves, of those that are installed in the locked version."""
    from importlib.metadata import PackageNotFoundError, distribution

    from packaging.requirements import Requirement

    everything = locked()
    checked = 0
    for name, version in everything.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:  # PyTorch's build for CPUs has none of NVIDIA's
            continue
        if found.version.split("+")[0] != version:
            continue
        needs = [Requirement(line) for line in found.requires or []]
        lacking = [need.name for need in needs if _needed(need) and _named(need.name) not in everything]
        assert lacking == [], name
        checked += 1
    assert checked >= len(pins("requirements.txt"))


def _needed(need: "object") -> bool:
    marker = getattr(need, "marker", None)
    environment = {"extra": "", "python_version": "3.11", "python_full_version": "3.11.9", "sys_platform": "linux"}
    return marker is None or marker.evaluate(environment)


def licences() -> dict[str, tuple[str, str]]:
    """(version, licence) by names."""
    rows = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    return {_named(name): (version, licence) for name, version, licence in cells[1:]}


def test_the_licence_of_each_is_listed() -> None:
    assert {name: version for name, (version, _) in licences().items()} == locked()


def test_no_licence_is_against_ours() -> None:
    for name, (_, licence) in licences().items():
        if not NVIDIA.match(name):
            parts = re.split(r" AND | OR | WITH |[()]", licence)
            assert all(FREE.search(part) for part in parts if part.strip()), (name, licence)
            assert not re.search(r"\bA?GPL", licence), (name, licence)


def test_the_tools_that_made_the_lists_are_pinned() -> None:
    text = (ROOT / "requirements-supply.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines and all(PIN.fullmatch(line) for line in lines)
