"""python -m playground.overview FOLDER_OR_FILE OUT.html: what a class has handed in as one table, without accounts.

A folder has reports (.html) and lists of links (.txt); a file is one of these. A line of a list is a link, or a name, a
comma and a link. Reports may be anybody's: they are parsed, never run, and what is read of them is shown as text.
"""

import argparse
import base64
import binascii
import json
import sys
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playground.errors import InputError
from playground.text import LANGUAGES, table, text

META = "playground-report"  # the element of a report that is read here
LARGEST = 6_000_000  # bytes of a report that are read: it may carry a picture and a network
LARGEST_PICTURE = 60_000  # characters
MOST = 1_000  # rows
LONGEST = 400  # characters of a text
LONGEST_LINK = 20_000
PNG = "data:image/png;base64,"
STYLE = """body{font:14px/1.4 system-ui,sans-serif;margin:24px;color:#16191d;background:#fff;color-scheme:light}
h1{font-size:20px}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:6px 14px 6px 0;
border-top:1px solid #dfe3e8;overflow-wrap:anywhere}thead th{color:#5b6470;font-weight:400;border:0}
img{width:56px;border:1px solid #dfe3e8;display:block;image-rendering:pixelated}.quiet{color:#5b6470}
td:nth-child(2),td:nth-child(4){min-width:5em}
td:first-child,td:last-child{min-width:8em}
td:nth-child(7){white-space:nowrap}a{color:inherit}
@media print{body{margin:0;font-size:11px}tr{break-inside:avoid}}@page{size:A4 landscape;margin:12mm}"""


@dataclass(frozen=True)
class Handed:
    """One row: what is known of what one student has handed in; "" where it is not."""

    who: str
    link: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # task, network, input, prediction, changes, right, note
    picture: str = ""


class _Report(HTMLParser):
    """Of a report the element with its facts, and the picture of the input; the first of each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: str | None = None
        self.picture: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if tag == "meta" and had.get("name") == META and self.facts is None:
            self.facts = had.get("content") or ""
        if tag == "img" and had.get("id") == "input" and self.picture is None:
            self.picture = had.get("src") or ""


def overview(source: str | Path, language: str = "en") -> str:
    """An HTML page with a row for each report and each link. Raises InputError when there is none."""
    path = Path(source)
    if not path.exists():
        raise InputError("overview_source", path=path)
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    rows: list[Handed] = []
    for file in files:
        if file.suffix.lower() in (".html", ".htm"):
            rows.append(read_report(file, language))
        elif file.suffix.lower() in (".txt", ".csv"):
            rows += read_links(file, language)
    if not rows:
        raise InputError("overview_nothing", path=path)
    page = _page(rows[:MOST], language)
    return page.encode(
        errors="replace"
    ).decode()  # half a surrogate pair, of a text or a file's name, cannot be written


def read_report(file: Path, language: str = "en") -> Handed:
    """The row of one report; of a file that is none its name, and that it is none."""
    parser = _Report()
    with file.open("rb") as opened:
        content = opened.read(LARGEST).decode("utf-8", errors="replace")
    try:
        parser.feed(content)
        told = json.loads(parser.facts or "")
    except (ValueError, RecursionError, AssertionError):  # html.parser asserts on some broken declarations
        told = None
    if not isinstance(told, dict):
        return Handed(file.stem[:LONGEST], facts={"note": text("overview.unread", language)})
    facts = {name: _text(told.get(name)) for name in ("task", "network", "input", "prediction")}
    if facts["prediction"] and _text(told.get("probability")):
        facts["prediction"] += f" ({_text(told.get('probability'))})"
    changes = told.get("changes")
    facts["changes"] = "; ".join(map(_text, changes[:20])) if isinstance(changes, list) else ""
    counts = [told.get("right"), told.get("answers")]
    if all(type(count) is int and 0 <= count < MOST for count in counts) and counts[1]:
        facts["right"] = f"{counts[0]} / {counts[1]}"
    return Handed(
        _text(told.get("name")) or file.stem[:LONGEST], _link(told.get("link")), facts, _picture(parser.picture)
    )


def read_links(file: Path, language: str = "en") -> list[Handed]:
    """The rows of a list of links; lines without one are left out."""
    with file.open("rb") as opened:
        lines = opened.read(LARGEST).decode("utf-8", errors="replace").splitlines()
    rows = []
    for line in lines[: 10 * MOST]:
        before, mark, rest = line.partition("http")
        link = _link(f"{mark}{rest}".strip().strip('"'))
        if link:
            who = before.strip(" ,;\t\"'") or f"{file.stem} {len(rows) + 1}"
            rows.append(Handed(who[:LONGEST], link, _said(link, language)))
    return rows[:MOST]


def _said(link: str, language: str) -> dict[str, str]:
    """What the address itself says."""
    said = {name: _text(values[0]) for name, values in parse_qs(urlsplit(link).query).items()}
    note = text("overview.as_link", language)
    return {
        "task": said.get("task", ""),
        "network": said.get("network", ""),
        "changes": said.get("changes", ""),
        "note": note,
    }


def _text(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _link(value: Any) -> str:
    """An address of a page, else nothing: no script can stand in it."""
    try:
        parts = urlsplit(value if isinstance(value, str) and len(value) <= LONGEST_LINK else "")
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname else ""


def _picture(value: str | None) -> str:
    """A small PNG, else nothing."""
    if not value or len(value) > LARGEST_PICTURE or not value.startswith(PNG):
        return ""
    try:
        content = base64.b64decode(value.removeprefix(PNG), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return value if content.startswith(b"\x89PNG\r\n\x1a\n") else ""


def _page(rows: list[Handed], language: str) -> str:
    names = ("who", "task", "input", "network", "prediction", "changes", "right", "link")
    heads = "".join(f"<th>{escape(text(f'overview.{name}', language))}</th>" for name in names)
    title, lead = text("overview.title", language), text("overview.lead", language, count=len(rows))
    body = "".join(_row(row, language) for row in rows)
    return f"""<!doctype html>
<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>
<p class="quiet">{escape(lead)}</p>
<table><thead><tr>{heads}</tr></thead><tbody>
{body}</tbody></table></body></html>
"""


def _row(row: Handed, language: str) -> str:
    cells = {name: escape(value) for name, value in row.facts.items()}
    picture = f'<img src="{row.picture}" alt="">' if row.picture else ""
    note = f'<span class="quiet">{cells["note"]}</span>' if cells.get("note") else ""
    host = escape(text("overview.open", language, host=urlsplit(row.link).hostname))
    link = f'<a href="{escape(row.link)}" rel="noreferrer noopener">{host}</a>' if row.link else ""
    told = [cells.get(name, "") for name in ("network", "prediction", "changes", "right")]
    told[1] = told[1] or note
    named = row.facts.get("task", "")
    task = table(language)["tasks"].get(named, {}).get("name", named)
    shown = [escape(row.who), escape(task), picture + cells.get("input", ""), *told, link]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in shown) + "</tr>\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m playground.overview", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("source", help="a folder of reports and lists of links, or one of these files")
    parser.add_argument("out", type=Path, help="the HTML file to write")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    asked = parser.parse_args()
    try:
        asked.out.write_text(overview(asked.source, asked.language), encoding="utf-8")
    except InputError as error:
        sys.exit(error.message(asked.language))


if __name__ == "__main__":
    main()
