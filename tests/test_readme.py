"""What the README files show is true: the examples of the library run, curl gets an answer, the Space has its card."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import SpaceCard

ROOT = Path(__file__).parent.parent
FILES = ["README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def blocks(file: str, language: str) -> list[str]:
    """The examples of a file in a language."""
    return [block.split("```")[0] for block in ROOT.joinpath(file).read_text("utf-8").split(f"```{language}\n")[1:]]


@pytest.mark.parametrize("file", ["README.md", "README.zh.md"])
def test_the_examples_of_the_library_run_one_after_another(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("checkpoints").symlink_to(ROOT / "checkpoints")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    served = ("gradio_client", "playground.launch")  # run by test_api.py, and in a browser by test_own_network.py
    examples = [block for block in blocks(file, "python") if not any(name in block for name in served)]
    assert len(examples) >= 2
    for example in examples:
        exec(example, names)
    trace, first = names["trace"], names["trace"].stages[1]
    assert (trace.prediction, first.layer, first.t, first.forget.shape) == ("7", 0, 0, (128,))


def test_curl_gets_the_answer(server: str) -> None:
    [example] = [block for block in blocks("README.md", "sh") if "curl" in block]
    script = example.replace("http://127.0.0.1:7860", server)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    event, data = done.stdout.strip().splitlines()
    [answer] = json.loads(data.removeprefix("data: "))
    assert (event, answer["prediction"]) == ("event: complete", "7")


def test_the_card_of_the_space_is_what_the_hub_reads() -> None:
    card = SpaceCard.load(ROOT / "README.md").data.to_dict()
    pins = dict(line.split("==") for line in ROOT.joinpath("requirements.txt").read_text("utf-8").splitlines())
    assert (card["sdk"], card["sdk_version"], card["app_file"]) == ("gradio", pins["gradio"], "app.py")
    assert len(card["short_description"]) <= 60  # what the hub takes
    assert {card["colorFrom"], card["colorTo"]} <= {
        "red",
        "yellow",
        "green",
        "blue",
        "indigo",
        "purple",
        "pink",
        "gray",
    }
    assert all(re.fullmatch(r"[\w-]+/[\w-]+", name) for name in card["datasets"])


@pytest.mark.parametrize("file", FILES)
def test_what_they_link_to_is_there(file: str) -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", ROOT.joinpath(file).read_text("utf-8"))
    for link in linked:
        assert (ROOT / "".join(link)).exists(), link


def test_both_languages_show_the_same_start() -> None:
    chinese = blocks("README.zh.md", "sh")
    assert set(chinese) <= set(blocks("README.md", "sh"))
    assert len(chinese) == 2
