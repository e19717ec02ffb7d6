"""How long from the start of the app until its page answers, and until its first prediction, against bare imports.

    python benchmarks/start.py

Each in a process of its own, by turns; medians, the first round left out.
"""

import subprocess
import sys
import time

import httpx
from common import EXAMPLES, ROOT, median, question, serve, table

ROUNDS = 6
NETWORK = "lstm"


def import_time(modules: str) -> float:
    """Seconds of a Python process that imports `modules` one after the other."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {modules}"], cwd=ROOT, check=True)
    return time.perf_counter() - begun


def start_times() -> tuple[float, float]:
    """Seconds from the start of the app to its page, and to the whole trace of a drawing asked for right then."""
    begun = time.perf_counter()
    with serve("app.py") as server:
        page = time.perf_counter() - begun
        body = question(EXAMPLES[0]["input"], NETWORK)
        httpx.post(f"{server.address}/playground/trace", content=body, timeout=60.0, trust_env=False).raise_for_status()
        return page, time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    gradio, both, page, prediction = [], [], [], []
    for _ in range(ROUNDS):
        gradio.append(import_time("gradio"))
        answered, predicted = start_times()
        page.append(answered)
        prediction.append(predicted)
        both.append(import_time("gradio, torch"))
    rows = [
        ("start until the page answers, s (floor: import gradio)", median(page), median(gradio), "1.2"),
        ("start until the first prediction, s (floor: import gradio, torch)", median(prediction), median(both), "1.1"),
    ]
    table([[what, f"{a:.2f}", f"{b:.2f}", f"{a / b:.2f}", target] for what, a, b, target in rows])


if __name__ == "__main__":
    main()
