"""The model cards: the hub's own reader finds in each what its checkpoint says, and its example runs."""

import re
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard

from playground import checkpoints
from playground.tasks import MEMORY, TASKS
from playground.training.hub import HUB, main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hub")
    assert main([str(made)]) == 0
    return made


def test_there_is_a_card_for_every_network(folder: Path) -> None:
    expected = {f"{task}-{name}" for task in (*TASKS, *MEMORY) for name in TASKS[task].networks}
    assert {place.name for place in folder.iterdir()} == expected
    for place in folder.iterdir():
        assert {file.name for file in place.iterdir()} == {"README.md", "model.safetensors"}


def test_the_hub_reads_in_each_what_the_checkpoint_says(folder: Path) -> None:
    for place in folder.iterdir():
        task, _, name = place.name.partition("-")
        card, known = ModelCard.load(place / "README.md"), checkpoints.metadata(task, name)
        assert (card.data.license, card.data.library_name) == ("mit", "pytorch")
        assert {task, known["architecture"]} <= set(card.data.tags or ())
        found = {result.metric_name: result.metric_value for result in card.data.eval_results or ()}
        assert found
        for score, value in found.items():
            assert value == pytest.approx(known["scores"][str(score)], abs=0.005)
        assert f"{known['parameters']:,}" in card.text
        assert known["command"] in card.text
        assert "{" not in re.sub(r"```.*?```", "", card.text, flags=re.DOTALL)


@pytest.mark.parametrize("task", list(HUB))
def test_the_example_of_a_card_runs(folder: Path, task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = next(folder.glob(f"{task}-*"))
    monkeypatch.chdir(place)
    names: dict[str, Any] = {}
    exec(place.joinpath("README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0], names)
    assert f"{task}-{names['network'].name}" == place.name
    assert names["trace"].stages


def test_a_damaged_checkpoint_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkpoints, "FOLDER", tmp_path)
    assert main([str(tmp_path / "hub")]) == 2
    assert "digits-fnn.safetensors" in capsys.readouterr().err
