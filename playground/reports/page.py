"""A report put together: what stands on its two pages, its print style, and what an overview reads of it."""

import base64
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from playground.changes import Changes
from playground.display import trace_html
from playground.explanation import Selection
from playground.provider import provided
from playground.reports import parts
from playground.reports.handed import Handed
from playground.scripts.weights import file_of, packed
from playground.stages import Trace
from playground.tasks import TASKS
from playground.text import table, text

LARGEST = 2_000_000  # bytes of a network's file
META = "playground-report"  # of the element that an overview reads
STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class NetworkFile:
    """The file of a network that is none of ours; no content where it is too large."""

    name: str
    size: int
    content: bytes | None


def file_of_network(task: str, network: object) -> NetworkFile | None:
    """That of the network before all changes, which the link has; None of a network of ours."""
    if isinstance(network, str) and network in TASKS[task].networks:
        return None
    known = provided(task, network, Changes())
    content = packed(known)
    return NetworkFile(file_of(known), len(content), content if len(content) <= LARGEST else None)


def report_page(
    trace: Trace,
    value: object,
    selection: Selection | None,
    changes: dict[str, Any],
    handed: Handed,
    file: NetworkFile | None,
    language: str,
) -> str:
    """The whole file."""

    def t(key: str, **values: object) -> str:
        return escape(text(f"report.{key}", language, **values))

    network = trace.run.network
    task = table(language)["tasks"].get(trace.task, {}).get("name", trace.task)
    title = f"{task} · {network.name.upper() if len(network.name) < 12 else (file and file.name) or network.name}"
    picture = parts.input_picture(trace, value)
    drawn = f'<img class="whole" src="{handed.picture}" alt="">' if handed.picture else trace_html(trace)
    chosen = parts.selected(trace, selection, language) if selection else f"<p class=quiet>{t('nothing_selected')}</p>"
    seen = f'<img id="input" src="{picture}" alt="">' if picture else ""
    words = escape(parts.input_words(value))
    facts = _facts(trace, task, title, changes, handed, words, language)
    return f"""<!doctype html>
<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="{META}" content="{escape(json.dumps(facts))}">
<title>{t("title")} · {escape(handed.name or title)}</title><style>{STYLE}</style></head><body>
<header><h1>{escape(handed.name) or t("title")}</h1><p class=quiet>{t("title")} · {escape(title)}</p></header>
<div class="run"><section class="input"><h2>{t("input")}</h2>{seen}<p class="words">{words}</p></section>
<section><h2>{t("answer")}</h2><p class="big">{escape(parts.prediction(trace, language))}</p>
{parts.answer(trace, language)}</section></div>
<section class="network"><h2>{t("picture")}</h2>{drawn}</section>
<section><h2>{t("selected")}</h2>{chosen}</section>
<section><h2>{t("changes")}</h2>{_changes(changes, handed, t)}</section>
<section><h2>{t("exercises")}</h2>{_answers(handed, t)}</section>
<section><h2>{t("link")}</h2>{_link(handed, t)}{_file(file, t)}</section>
</body></html>
"""


def _facts(
    trace: Trace, task: str, title: str, changes: dict[str, Any], handed: Handed, words: str, language: str
) -> dict[str, Any]:
    """What an overview shows of it."""
    sure = {"probability": parts.percent(float(trace.probabilities.max()))} if trace.labels else {}
    return sure | {
        "version": 1,
        "name": handed.name,
        "task": trace.task,
        "network": title.removeprefix(f"{task} · "),
        "input": words[:200],
        "prediction": parts.prediction(trace, language),
        "changes": list(handed.changed) or ([json.dumps(changes, ensure_ascii=False)[:400]] if changes else []),
        "right": sum(answer.right for answer in handed.answers),
        "answers": len(handed.answers),
        "link": handed.link,
    }


def _changes(changes: dict[str, Any], handed: Handed, t: Any) -> str:
    if not changes:
        return f"<p class=quiet>{t('no_changes')}</p>"
    words = "".join(f"<p>{escape(one)}</p>" for one in handed.changed)
    exact = json.dumps(changes, ensure_ascii=False, default=str)
    return (
        words + f"<p><code>{escape(exact if len(exact) <= parts.LONGEST else exact[: parts.LONGEST] + ' …')}</code></p>"
    )


def _answers(handed: Handed, t: Any) -> str:
    if not handed.answers:
        return f"<p class=quiet>{t('no_answers')}</p>"
    rows = "".join(
        f"<tr><td>{escape(one.ask)}{f'<br><span class=quiet>{escape(one.told)}</span>' if one.told else ''}</td>"
        f"<td>{escape(one.given) or '—'}</td>"
        f"<td>{'✓' if one.right else '✗'} {t('right' if one.right else 'wrong')}</td></tr>"
        for one in handed.answers
    )
    right = sum(one.right for one in handed.answers)
    heads = "".join(f"<th>{t(name)}</th>" for name in ("ask", "given", "measured"))
    table_ = f'<table class="exercises"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f"<p>{t('count', right=right, count=len(handed.answers))}</p>{table_}"


def _link(handed: Handed, t: Any) -> str:
    if not handed.link:
        return f"<p class=quiet>{t('no_link')}</p>"
    address = escape(handed.link)
    return f'<p>{t("link_note")}</p><p class="link"><a id="link" href="{address}" rel="noreferrer">{address}</a></p>'


def _file(file: NetworkFile | None, t: Any) -> str:
    if file is None:
        return ""
    if file.content is None:
        return (
            f"<p>{t('file_too_large', file=file.name, megabytes=f'{file.size / 1e6:.1f}', most=LARGEST // 10**6)}</p>"
        )
    content = base64.b64encode(file.content).decode()
    href = f"data:application/octet-stream;base64,{content}"
    return (
        f"<p>{t('file_note')}</p>"
        f'<p><a id="network" download="{escape(file.name)}" href="{href}">{t("file_save", file=file.name)}</a></p>'
    )
