"""report(task, value) -> str: a run as one HTML file to hand in, which needs no network and prints to two pages."""

from typing import Any

from playground.changes import Changes, read_changes
from playground.explanation import read_selection
from playground.inspection import after_learning, before_learning, one_network
from playground.reports.handed import read_handed
from playground.reports.page import NetworkFile, file_of_network, report_page
from playground.text import LANGUAGES

__all__ = ["NetworkFile", "file_of_network", "report", "report_page"]


def report(
    task: str,
    value: object,
    network: object = None,
    selection: object = None,
    *,
    architecture: object = None,
    language: str = "en",
    name: str = "",
    link: str = "",
    picture: str | None = None,
    changed: tuple[str, ...] = (),
    answers: tuple[dict[str, Any], ...] = (),
    **changes: Any,
) -> str:
    """One self-contained HTML file without script: input, network, answer, what is selected, changes, answers, link.

    task, value, network and changes as for `inspect`; selection as for `code`. language: "en" or "zh". name: of who
    hands it in. link: the http(s) address that opens the same state. picture: of the network as it was looked at, a
    data:image/png of at most 2 MB; without it each layer is painted in small. changed: the changes in words. answers:
    to exercises, each {"ask", "given", "told", "right"}. All texts are escaped. A network that is none of ours is in
    the file, up to 2 MB of it. Raises InputError, which says what is accepted.
    """
    known = one_network(network, architecture)
    handed = read_handed(name, link, picture, changed, answers)
    read: Changes = read_changes(changes)
    run = after_learning(*before_learning(task, value, known, read))
    chosen = None if selection is None else read_selection(selection)
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return report_page(run.trace(), value, chosen, changes, handed, file_of_network(task, known), spoken)
