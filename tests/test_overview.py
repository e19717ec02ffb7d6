"""The overview of a class: reports and links in one table; of what is hostile nothing but text is left."""

import json
import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from subprocess import run
from sys import executable
from time import perf_counter

import pytest
from inputs import SEVEN

from playground import InputError, report
from playground.overview import LARGEST, LONGEST, META, overview, read_report

LINK = "https://school.example/?task=digits&network=cnn&changes=%7B%22pooling%22%3A%22average%22%7D"
ANSWERS = [{"ask": "How many?", "given": "3", "told": "It is 3.", "right": right} for right in (True, False, True)]


class Seen(HTMLParser):
    """What a browser would make of a page: tags, attributes, and the cells of the table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()

    def all(self, name: str) -> list[str]:
        return [value for had, value in self.attributes if had == name]


def test_a_class_in_one_table(tmp_path: Path) -> None:
    made = report(
        "digits",
        SEVEN,
        "cnn",
        name="Ada Lovelace",
        link=LINK,
        answers=ANSWERS,
        changed=["Pooling: mean"],
        pooling="average",
    )
    (tmp_path / "ada.html").write_text(made, encoding="utf-8")
    (tmp_path / "links.txt").write_text(f"Emmy Noether, {LINK}\n\nno link here\n{LINK}\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not looked at", encoding="utf-8")
    seen = Seen(overview(tmp_path))
    _, ada, emmy, nobody = seen.rows
    assert ada[0] == "Ada Lovelace"
    assert ada[1:4] == ["Digits", "", "CNN"]
    assert re.fullmatch(r"7 \(\d\d\.\d\s%\)", ada[4])
    assert ada[5:] == ["Pooling: mean", "2 / 3", "Open at school.example"]
    assert emmy[0] == "Emmy Noether"
    assert emmy[1:4] == ["Digits", "", "cnn"]
    assert emmy[5] == '{"pooling":"average"}'
    assert nobody[0] == "links 2"
    assert seen.all("href") == [LINK] * 3
    (picture,) = seen.all("src")
    assert picture.startswith("data:image/png;base64,")
    assert picture in made
    assert Seen(overview(tmp_path, "zh")).rows[1][1] == "数字"


def hostile(**facts: object) -> str:
    told = {"name": "<script>alert(1)</script>", "task": '"><img src=x onerror=alert(1)>'} | facts
    return f'<html><meta name="{META}" content="{escape(json.dumps(told))}"><script>alert(2)</script>'


@pytest.mark.parametrize(
    "content",
    [
        hostile(link="javascript:alert(1)"),
        hostile(link="data:text/html,<script>alert(1)</script>"),
        hostile(link='https://x.example/"><script>alert(1)</script>'),
        hostile(changes=["<b>" * 1000, 7, None, ["x"]], right=10**30, answers="<i>"),
        hostile(prediction={"a": 1}, probability=["<u>"], input=3),
        hostile() + '<img id="input" src="javascript:alert(1)">',
        hostile() + '<img id="input" src="data:image/svg+xml;base64,PHN2Zy8+">',
        hostile() + '<img id="input" src="data:image/png;base64,PHN2Zy8+">',
        hostile() + '<img id="input" src="https://tracker.example/x.png">',
        f'<meta name="{META}" content="{"[" * 200_000}">',
        f'<meta name="{META}" content="[1]">',
        f'<meta name="{META}" content="{{">',
        f"<meta name={META}",
        "<![broken[ <!DOCTYPE [ <!ELEMENT",
        "<" * 200_000,
        "&" * 200_000,
        "\0\ud7ff",
        "",
    ],
)
def test_a_hostile_report_is_text(tmp_path: Path, content: str) -> None:
    file = tmp_path / "<b>hostile.html"
    file.write_text(content, encoding="utf-8")
    began = perf_counter()
    page = overview(tmp_path)
    assert perf_counter() - began < 20
    seen = Seen(page)
    assert len(seen.rows) == 2
    assert not {"script", "img", "b", "i", "u", "svg", "iframe"} & set(seen.tags), seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert all(link.startswith("https://x.example/") for link in seen.all("href"))
    assert len(page) < 8_000 + LONGEST * 12
    assert seen.rows[1][0]


def test_no_more_of_a_file_is_read_than_a_report_has(tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    file.write_text(" " * LARGEST + hostile(), encoding="utf-8")
    assert read_report(file).who == "large"


def test_nothing_to_show(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither reports"):
        overview(tmp_path)
    with pytest.raises(InputError, match="no folder and no file"):
        overview(tmp_path / "absent")


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "class.txt").write_text(f"Emmy; {LINK}\n", encoding="utf-8")
    out = tmp_path / "out.html"
    command = [executable, "-X", "importtime", "-m", "playground.overview", str(tmp_path / "class.txt"), str(out)]
    done = run([*command, "--language", "zh"], capture_output=True, text=True, check=True)
    assert "Emmy" in out.read_text(encoding="utf-8")
    assert not re.search(r"\| +torch$", done.stderr, re.M), "it needs no networks"
    failed = run([executable, "-m", "playground.overview", "absent", str(out)], capture_output=True, text=True)
    assert failed.returncode == 1
    assert failed.stderr.strip() == "There is no folder and no file “absent”."
