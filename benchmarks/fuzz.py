"""python benchmarks/fuzz.py --inputs 100000 --seed 1: so many hostile requests to the app, and what came of them.

With --keep FOLDER each kind of fault has its first request there, as it was sent.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "fuzz")]

from hostile_requests import hostile_requests  # noqa: E402
from judging import Fault, Report, judged, warm  # noqa: E402
from watched_server import watched_server  # noqa: E402

WARM = 300  # requests after which memory is looked at first: caches are there then


def main() -> None:
    """Parse the command line, run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place, watched_server(Path(place) / "app") as server:
        requests = hostile_requests(asked.seed)
        warm(server)
        report = judged(server, islice(requests, min(WARM, asked.inputs)))
        rest = judged(server, islice(requests, max(0, asked.inputs - WARM)))
    together = Report(
        report.kinds + rest.kinds,
        report.statuses + rest.statuses,
        report.faults + rest.faults,
        max(report.slowest, rest.slowest),
        rest.before,
        rest.after,
    )
    tell(together, time.monotonic() - begun)
    if asked.keep:
        keep(together, asked.keep)
    sys.exit(any(fault.whose == "ours" for fault in together.faults))


def tell(report: Report, seconds: float) -> None:
    """Print it as Markdown."""
    print(f"| {sum(report.kinds.values()):,} inputs | in {seconds:,.0f} s |\n|---|---|")
    print("| kinds |", ", ".join(f"{kind} {count:,}" for kind, count in report.kinds.most_common()), "|")
    for whose in ("ours", "Gradio's"):
        found = {status: count for (owner, status), count in report.statuses.items() if owner == whose}
        print(f"| statuses, {whose} |", ", ".join(f"{s}: {n:,}" for s, n in sorted(found.items())), "|")
        failed = sum(int(status) >= 500 for status in found if status.isdigit())
        faults = [fault for fault in report.faults if fault.whose == whose]
        count = sum(fault.what.isdigit() for fault in faults)
        told = sum(fault.what == "traceback" for fault in faults)
        print(f"| {whose}: 5xx, tracebacks, all faults | {count}, {told}, {len(faults)} |" + (" " if failed else ""))
    print(f"| slowest, processor's time | {report.slowest[0]:.2f} s, {report.slowest[1]} |")
    for name, after in report.after.items():
        print(f"| {name}, after {WARM} and at the end | {report.before[name]:,}, {after:,} |")
    print()
    for (whose, what, path, detail), faults in sorted(grouped(report).items()):
        print(f"{len(faults):5} {whose}: {what}, {path}: {detail}")


def grouped(report: Report) -> dict[tuple[str, str, str, str], list[Fault]]:
    """Faults that are alike."""
    found = defaultdict(list)
    for fault in report.faults:
        detail = re.sub(r"[0-9.]+|“[^”]*”", "#", fault.detail)[:200]
        found[fault.whose, fault.what, fault.asked.path, detail].append(fault)
    return found


def keep(report: Report, folder: Path) -> None:
    """One request of each kind of fault as a file, the shortest."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, faults) in enumerate(sorted(grouped(report).items())):
        shortest = min(faults, key=lambda fault: len(fault.asked.content))
        title = re.sub(r"\W+", "-", " ".join(name[:3]))[:80]
        (folder / f"{number:03}{title}.http").write_bytes(shortest.asked.content)


if __name__ == "__main__":
    main()
