"""JSON that nobody sends in earnest: hostile values, and valid requests in which something is changed to one."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

# What Python has no value for, and JSON has a text for: each stands in as a string, and is put in when all is written.
WRITTEN = {
    "@4301 digits@": "9" * 4_301,
    "@100000 digits@": "-" + "1" * 100_000,
    "@too large@": "1e400",
    "@NaN@": "NaN",
    "@infinity@": "-Infinity",
    "@deep lists@": "[" * 3_000 + "]" * 3_000,
    "@deep tables@": '{"a":' * 900 + "1" + "}" * 900,
    "@deeper lists@": "[" * 60_000 + "]" * 60_000,
    "@half a pair@": '"\\ud800"',
    "@nothing@": '"\\u0000"',
    "@twice@": '{"task":"digits","task":"names","__proto__":{"task":"names"}}',
    "@exponent@": "1e-400",
    "@minus nought@": "-0.0",
}
NAMES = (
    *("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__class__", "__init__", "self", "cls"),
    *("task", "network", "architecture", "input", "value", "changes", "language", "preview", "exact", "example"),
    *("strokes", "text", "values", "picture", "file", "model_config", "model_fields", "other_names", "name", "", " "),
)
PATHS = (
    *("../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "file:///etc/passwd", "C:\\Windows\\win.ini"),
    *("....//....//app.py", "%2e%2e/%2e%2e/app.py", "\x00", "cnn\x00.safetensors", "~/.ssh/id_rsa", "//example.org/x"),
    *("\\\\example.org\\share", "http://127.0.0.1:1/", "http://[::1", "cnn/../fnn", ".", "..", "/", "*", "con"),
)
TEXTS = (
    *("<script>alert(1)</script>", "{{7*7}}", "${7*7}", "{0.__class__}", "%s%n%x", "' OR 1=1 --", "`id`", "$(id)"),
    *(
        "\u202e\u0000\uffff",
        "\U0001f9ff" * 40,
        "e\u0301" * 300,
        "\u4f60\u597d",
        "\r\nX-Injected: 1",
        "\ufeff",
        "A" * 5_000,
    ),
    *(
        "a" * 100_000,
        "good " * 20_000,
        "1,2\n" * 3_000,
        '"' * 400,
        "d,1\n" * 200 + "x" * 131_073,
        "1;2\t3 4\n" * 50,
        "-" * 999,
    ),
    *(
        "1e999 " * 30,
        "nan inf -inf 1",
        "2026-02-30,1\n" * 9,
        "\u0661\u0662\u0663",
        "0x10",
        "1_000",
        "+1",
        "٣,٤",
        "=1+1",
    ),
)
NUMBERS = (
    *(0, -1, 1, 2, 3, 9, 10, 28, 255, 999, 4_999, 5_000, 5_001, 20_000, 10**6, 10**6 + 1, 2**31 - 1, 2**31, 2**53),
    *(2**63, 2**64, -(2**63), 10**30, 10**300, 0.5, -0.5, 1e-9, 1e-300, 5e-324, 1e16, 3.4e38, 3.5e38, 1.7e308, -1e308),
)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], [[[]]], {"": {}}, "", [[0.5, 0.5]], {"strokes": []})


def hostile_value(rng: Random) -> Any:
    """One value."""
    return deepcopy(rng.choice(rng.choice((tuple(WRITTEN), NAMES, PATHS, TEXTS, NUMBERS, NUMBERS, OTHERS))))


def mutated(rng: Random, asked: Any, others: list[Any]) -> Any:
    """The request with one to three things changed; `others` are valid ones, parts of which may be put in."""
    made = deepcopy(asked)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        holder, key = _place(rng, made)
        if holder is None:
            return hostile_value(rng)
        rng.choice(_WAYS)(rng, holder, key, others)
    return made


def as_text(value: Any, *, ascii_only: bool = True) -> bytes:
    """As JSON, with what Python has no value for."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    for name, written in WRITTEN.items():
        text = text.replace(f'"{name}"', written)
    return text.encode("utf-8", "surrogatepass")


def _place(rng: Random, value: Any) -> tuple[Any, Any]:
    """A container in the request and a key of it, any as likely as any other."""
    places: list[tuple[Any, Any]] = []
    ahead = [value]
    while ahead:
        holder = ahead.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        places += [(holder, key) for key in keys]
        ahead += [holder[key] for key in keys]
    return rng.choice(places) if places else (None, None)


def _replace(rng: Random, holder: Any, key: Any, _: list[Any]) -> None:
    holder[key] = hostile_value(rng)


def _drop(_: Random, holder: Any, key: Any, __: list[Any]) -> None:
    del holder[key]


def _add(rng: Random, holder: Any, _: Any, __: list[Any]) -> None:
    if isinstance(holder, dict):
        holder[rng.choice((*NAMES, *PATHS))] = hostile_value(rng)
    else:
        holder.insert(rng.randint(0, len(holder)), hostile_value(rng))


def _rename(rng: Random, holder: Any, key: Any, _: list[Any]) -> None:
    if isinstance(holder, dict):
        holder[rng.choice(NAMES)] = holder.pop(key)


def _wrap(rng: Random, holder: Any, key: Any, _: list[Any]) -> None:
    for _ in range(rng.choice((1, 2, 40, 400))):
        holder[key] = [holder[key]] if rng.random() < 0.7 else {"a": holder[key]}


def _repeat(rng: Random, holder: Any, key: Any, _: list[Any]) -> None:
    value, count = holder[key], rng.choice((0, 2, 30, 1_001))
    if isinstance(value, str | list) and len(str(value)) * count < 250_000:
        holder[key] = value * count


def _borrow(rng: Random, holder: Any, key: Any, others: list[Any]) -> None:
    other, place = _place(rng, rng.choice(others))
    if other is not None:
        holder[key] = deepcopy(other[place])


def _nudge(rng: Random, holder: Any, key: Any, _: list[Any]) -> None:
    value = holder[key]
    if isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = rng.choice(
            (-value, value + 1, value - 1, value * 1000, value / 1000, value + 0.5, str(value), [value])
        )
    elif isinstance(value, str):
        place = rng.randint(0, len(value))
        holder[key] = value[:place] + rng.choice((*PATHS, "\0", "\ud800", "\u200b", "é")) + value[place:]


_WAYS: tuple[Callable[[Random, Any, Any, list[Any]], None], ...] = (
    *(_replace, _replace, _replace),
    *(_drop, _add, _rename, _wrap, _repeat, _borrow, _borrow, _nudge, _nudge),
)
