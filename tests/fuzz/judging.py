"""What may not be wrong with any answer, whatever was asked, and what a run over many requests comes to."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from hostile_requests import Hostile, sent
from valid_requests import valid
from watched_server import Answer, WatchedServer

ROOT = Path(__file__).parents[2]
SECONDS = 2.0  # of the processor's time, that one request may take
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARK = re.compile(rb"mark\d{3}x\d{7}x")
NEXT = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
TRACEBACK = "Traceback (most recent call last)"
STREAMS = ("heartbeat", "queue/data", "upload_progress", "/{event_id}", "startup-events")  # of Gradio, that stay open


_FRAMEWORK = ("404 without a sentence", "405 without a sentence", "400 without a sentence")


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with the answer to a request."""

    what: str
    asked: Hostile
    detail: str = ""

    @property
    def whose(self) -> str:
        """Whose fault it is; what is no route, method or range its app says in words of its own."""
        return "ours" if self.asked.ours and self.what not in _FRAMEWORK else "Gradio's"


@dataclass
class Report:
    """What came of many requests."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)  # of whose routes
    faults: list[Fault] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)


def warm(server: WatchedServer) -> None:
    """Have it answer every valid request, so that what is loaded once is there before anything is measured."""
    for route, asked in valid().items():
        method, path = route.split()
        for one in asked:
            content = sent(path, one, method=method)
            assert server.ask(content).status == 200, (route, one)


def judged(server: WatchedServer, requests: Iterable[Hostile]) -> Report:
    """Send them one after another, and look at each answer, at the log and at the process."""
    report = Report(before=server.measures())
    server.logged()
    for asked in requests:
        before = server.seconds()
        answer = server.ask(asked.content, patience=patience(asked))
        seconds = server.seconds() - before
        if not asked.ours or answer.status is None:
            server.ask(NEXT)  # what goes wrong behind an answer is logged after it
        report.kinds[asked.kind] += 1
        report.statuses[("ours" if asked.ours else "Gradio's", str(answer.status))] += 1
        report.slowest = max(report.slowest, (seconds, asked.path))
        report.faults += [Fault(what, asked, detail) for what, detail in wrong(asked, answer, server.folder)]
        if seconds > SECONDS:
            report.faults.append(Fault("slow", asked, f"{seconds:.1f} s of the processor's time"))
        if TRACEBACK in (logged := server.logged()):
            report.faults.append(Fault("traceback", asked, _last_of(logged)))
    report.after = server.measures()
    return report


def patience(asked: Hostile) -> float:
    """Seconds to wait for the first byte: a request that lies about its length waits for more of it."""
    return 1.0 if asked.kind == "protocol" or any(part in asked.path for part in STREAMS) else 120.0


def wrong(asked: Hostile, answer: Answer, folder: Path) -> list[tuple[str, str]]:
    """What is wrong with an answer, and more of it."""
    found = []
    if answer.status is None and asked.kind != "protocol" and not (answer.open and not asked.ours):
        found.append(("no answer", ""))
    if answer.status and answer.status >= 500 and not _busy(answer):
        found.append((str(answer.status), answer.content[:200].decode(errors="replace")))
    if answer.status and 400 <= answer.status < 500 and asked.ours and asked.kind != "protocol":
        found += _unsaid(asked, answer)
    for place in {str(ROOT), sys.prefix, str(folder)}:
        if place.encode() in answer.content:
            found.append(("path of the machine", place))
    if TRACEBACK.encode() in answer.content:
        found.append(("traceback in the answer", ""))
    if others := set(MARK.findall(answer.content)) - {asked.mark.encode()}:
        found.append(("another's input", str(others)))
    return found


def _busy(answer: Answer) -> bool:
    return answer.status == 503 and bool(_message(answer))


def _message(answer: Answer) -> str:
    try:
        said = json.loads(answer.content)
    except ValueError:
        return ""
    message = said.get("message") if isinstance(said, dict) else None
    return message if isinstance(message, str) else ""


def _unsaid(asked: Hostile, answer: Answer) -> list[tuple[str, str]]:
    """A refusal without a sentence, or with one in the other language."""
    message = _message(answer)
    if asked.content.startswith(b"HEAD ") or answer.content == b"Invalid HTTP request received.":  # uvicorn's
        return []
    if len(message) < 4:
        return [(f"{answer.status} without a sentence", answer.content[:200].decode(errors="replace"))]
    if asked.language == "zh" and answer.status == 422 and not CHINESE.search(message):
        return [("not in Chinese", message[:200])]
    if asked.language == "en" and CHINESE.search(message) and answer.status == 422 and not _has_chinese(asked):
        return [("not in English", message[:200])]
    return []


def _has_chinese(asked: Hostile) -> bool:
    text = asked.content.decode(errors="replace")
    return bool(CHINESE.search(text)) or "\\u4f60" in text


def _last_of(logged: str) -> str:
    """Where it was raised, and what."""
    lines = [line for line in logged.strip().splitlines() if line.strip()]
    frames = [line.strip() for line in lines if line.strip().startswith("File ")]
    return f"{lines[-1][:160]} <- {frames[-1] if frames else ''}"
