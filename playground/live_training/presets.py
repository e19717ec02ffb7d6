"""Trainings that show something, each with what cures it: names, whose words the page has, and setups."""

from typing import Any

_RELU = {"kind": "relu"}


def presets() -> list[dict[str, Any]]:
    """[{"name", "setup", "cures": [{"name", "setup": the fields that are otherwise}]}], as `read_setup` takes them."""
    return [
        _preset(
            "overfit",
            {
                "data": {"kind": "digits", "size": 50},
                "layers": [_dense(64), _RELU],
                "learning_rate": 0.003,
                "updates": 400,
            },
            more_data={"data": {"kind": "digits", "size": 4000}},
        ),
        _preset(
            "too_fast",
            {
                "data": {"kind": "moons", "noise": 0.2},
                "layers": [_dense(8), _RELU],
                "optimiser": "sgd",
                "learning_rate": 30,
                "updates": 1000,
            },
            slower={"learning_rate": 0.5},
        ),
        _preset(
            "linear_xor",
            {"data": {"kind": "xor"}, "layers": [_dense(8)], "updates": 1000},
            relu={"layers": [_dense(8), _RELU]},
        ),
        _preset(
            "vanishing",
            {
                "data": {"kind": "circles"},
                "layers": 8 * [_dense(8), _of("sigmoid")],
                "learning_rate": 0.003,
                "updates": 1500,
            },
            relu={"layers": 8 * [_dense(8), _RELU], "initialisation": "he"},
            batch_norm={"layers": 8 * [_dense(8), _of("batch_norm"), _of("sigmoid")]},
        ),
        _preset(
            "exploding",
            {
                "data": {"kind": "digits", "size": 1000},
                "layers": [{"kind": "rnn", "size": 32}],
                "initialisation": "normal_large",
                "optimiser": "momentum",
                "learning_rate": 0.03,
                "updates": 1500,
            },
            clip={"clip": 1},
        ),
    ]


def _preset(name: str, setup: dict[str, Any], **cures: dict[str, Any]) -> dict[str, Any]:
    found = [{"name": cure, "setup": otherwise} for cure, otherwise in cures.items()]
    return {"name": name, "setup": setup, "cures": found}


def _dense(size: int) -> dict[str, Any]:
    return {"kind": "dense", "size": size}


def _of(kind: str) -> dict[str, Any]:
    return {"kind": kind}
