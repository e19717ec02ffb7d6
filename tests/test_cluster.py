"""The app on a local Ray cluster: several replicas at one address, of which some end, come and are renewed.

Needs `pip install -r requirements-serve.txt`, and three minutes: `pytest -m slow -n 0 tests/test_cluster.py -s`,
which prints what was counted. `.ci/run` has no room for it.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from hosts import free_port
from wire_reader import read

pytest.importorskip("ray", reason="Ray is not installed (requirements-serve.txt)")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

ROOT = Path(__file__).parents[1]
DRIVER = Path(__file__).parent / "cluster_driver.py"
DRAWINGS = [one["input"] for one in json.loads((ROOT / "playground/tasks/examples/digits.json").read_text())["shown"]]
VISITORS, EVERY = 100, 3.0  # seconds between two strokes of one visitor
PATIENCE = 30.0  # seconds in which a visitor asks again, as the page does
THREES = """
from playground import checkpoints
model, facts = checkpoints.load("digits", "fnn"), dict(checkpoints.metadata("digits", "fnn"))
list(model.parameters())[-1].data[3] += 1000
checkpoints.save(model, "fnn", facts)
"""


class Cluster:
    """The driver's process, and what it is told."""

    def __init__(self, tree: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._process = subprocess.Popen(
            [sys.executable, str(DRIVER), str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree), "RAY_AUTH_MODE": "disabled"},
        )
        self.replicas = 0

    def tell(self, *what: Any) -> int:
        """Do something; how many replicas answer then."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(what), file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            if line.startswith('{"replicas"'):
                self.replicas = json.loads(line)["replicas"]
                return self.replicas
        raise AssertionError("the driver has ended")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()


def copy(folder: Path) -> Path:
    """The package and its checkpoints."""
    for part in ("playground", "checkpoints"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def cluster(tree: Path) -> Iterator[Cluster]:
    made = Cluster(tree)
    made.tell("run", {"num_replicas": 2, "autoscaling_config": None}, str(tree))
    yield made
    made.close()


class Load:
    """Visitors who draw, each as a page does: what has not been answered is asked again."""

    def __init__(self, url: str, visitors: int = VISITORS) -> None:
        self.url, self.visitors = url, visitors
        self.answers: Counter[tuple[int, str]] = Counter()  # by drawing, and what it was read as
        self.again: Counter[str] = Counter()  # by what was wrong
        self.lost = 0
        self.seconds: list[float] = []
        self.over = False

    async def run(self) -> None:
        await asyncio.gather(*(self._visitor(number) for number in range(self.visitors)))

    async def _visitor(self, number: int) -> None:
        await asyncio.sleep(EVERY * number / self.visitors)
        # Each with connections of its own: hundreds in one pool take httpx more time than they take the server.
        transport = httpx.AsyncHTTPTransport(verify=False)
        async with httpx.AsyncClient(
            base_url=self.url, transport=transport, timeout=PATIENCE, trust_env=False
        ) as client:
            await self._draw(client, number)

    async def _draw(self, client: httpx.AsyncClient, number: int) -> None:
        drawing = number % len(DRAWINGS)
        body = {"task": "digits", "network": "fnn", "value": DRAWINGS[drawing]}
        while not self.over:
            begun = time.monotonic()
            while (answer := await self._ask(client, body, f"visitor-{number}")) is None:
                if time.monotonic() - begun > PATIENCE:
                    self.lost += 1
                    break
                await asyncio.sleep(1)
            else:
                self.answers[drawing, answer] += 1
                self.seconds.append(time.monotonic() - begun)
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - begun)))

    async def _ask(self, client: httpx.AsyncClient, body: dict[str, Any], visitor: str) -> str | None:
        headers = {"X-Visitor": visitor, "Accept-Encoding": "identity"}
        try:
            answer = await client.post("playground/trace", json=body, headers=headers)
            if answer.status_code != 200:
                self.again[str(answer.status_code)] += 1
                return None
            return read_answer(answer.content)
        except (httpx.HTTPError, AssertionError, IndexError, StopIteration) as error:  # cut off
            self.again[type(error).__name__] += 1
            return None

    def told(self, what: str) -> None:
        """One line of figures."""
        times = sorted(self.seconds)
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        again = f"{sum(self.again.values())} asked again {dict(self.again)}"
        print(f"\n{what}: {len(times)} answered, p50 {middle:.2f} s, p95 {late:.2f} s, {self.lost} lost, {again}")


def read_answer(content: bytes) -> str:
    """Of a whole answer the label: the frames end with one that has "end"."""
    label = None
    while content:
        head, payload = (int.from_bytes(content[i : i + 4], "little") for i in (0, 4))
        assert len(content) >= 8 + head + payload, "cut off"
        if b'"Output"' in content[8 : 8 + head]:
            logits = next(read(content[: 8 + head + payload]))[1]["logits"][0]
            label = str(logits.argmax())
        content = content[8 + head + payload :]
    assert label is not None, "cut off"
    return label


def under_load(cluster: Cluster, work: Any, visitors: int = VISITORS) -> Load:
    """What became of the visitors' drawings while `work` was done in a thread."""
    load = Load(cluster.url, visitors)

    async def both() -> None:
        drawing = asyncio.create_task(load.run())
        await asyncio.sleep(2 * EVERY)
        await asyncio.to_thread(work)
        await asyncio.sleep(2 * EVERY)
        load.over = True
        await drawing

    asyncio.run(both())
    return load


def right(load: Load) -> bool:
    """Whether each drawing had one answer only, its own."""
    return all(str(drawing) == label for drawing, label in load.answers)


def test_programs_have_their_answers_over_two_replicas(cluster: Cluster) -> None:
    """Finding 7: 0 of 10. Each request may come to either replica."""
    given = {"value": DRAWINGS[4], "network": "fnn"}
    clients = [Client(cluster.url, verbose=False, httpx_kwargs={"timeout": 60}) for _ in range(10)]
    answers = [client.predict(**given, api_name="/predict") for client in clients]
    assert [answer["prediction"] for answer in answers] == 10 * ["4"]
    jobs = [clients[0].submit(**given, api_name="/predict") for _ in range(10)]  # one session, its stream and ten calls
    assert [job.result(60)["prediction"] for job in jobs] == 10 * ["4"]
    stages = [len([*client.submit(**given, api_name="/trace")]) for client in clients[:3]]
    assert min(stages) > 3, "a stream comes stage by stage"
    for client in clients:
        client.close()


def test_plain_requests_of_programs_have_their_answers(cluster: Cluster) -> None:
    with httpx.Client(base_url=cluster.url, timeout=60, trust_env=False) as client:
        for _ in range(10):
            event = client.post("gradio_api/call/predict", json={"data": [DRAWINGS[4], "fnn"]}).json()["event_id"]
            told = client.get(f"gradio_api/call/predict/{event}").text
            assert '"prediction": "4"' in told
        refused = client.post("gradio_api/call/no_such", json={"data": []})
        assert refused.status_code in (404, 422)
        assert client.post("playground/trace", content=b"x" * 500_000).status_code == 413, "the proxies refuse it"


def test_a_training_is_heard_from_any_visitor_and_ends_with_its_watcher(cluster: Cluster) -> None:
    setup = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}], "updates": 20_000, "rate": 20}
    with httpx.Client(base_url=cluster.url, timeout=60, trust_env=False) as client:
        with client.stream("POST", "playground/training", json=setup | {"visitor": "a-visitor"}) as stream:
            assert stream.status_code == 200
            parts, unzip = stream.iter_raw(), zlib.decompressobj(31)  # whoever lets go of the iterator has left
            frames = b"".join(unzip.decompress(next(parts)) for _ in range(6))
            found = re.search(rb'"id": ?"([^"]+)"', frames)
            assert found
            key = found[1].decode()
            for number in range(6):  # from visitors whose own replica is the one or the other
                told = client.post(
                    f"playground/training/{key}", json={"do": "rate", "rate": 5}, headers={"X-Visitor": f"v{number}"}
                )
                assert told.status_code == 200
        deadline = time.monotonic() + 20
        while client.post(f"playground/training/{key}", json={"do": "pause"}).status_code != 404:
            assert time.monotonic() < deadline, "nobody watches it any more, and it goes on"


def test_a_replica_that_is_killed_takes_only_what_was_on_its_way(cluster: Cluster) -> None:
    load = under_load(cluster, lambda: (cluster.tell("kill"), time.sleep(8)))
    load.told("one of two replicas killed")
    assert load.lost == 0
    assert right(load)
    cut = sum(load.again.values()) - load.again["503"]  # the other one has more to do than it can at once, and says so
    assert cut < VISITORS, "no more than were on their way"
    deadline = time.monotonic() + 120
    while cluster.tell("count") < 2:
        assert time.monotonic() < deadline, "the other one comes back"
        time.sleep(2)


def test_an_update_in_place_brings_a_new_network_and_fails_no_request(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = copy(tmp_path_factory.mktemp("second"))
    subprocess.run([sys.executable, "-c", THREES], env=os.environ | {"PYTHONPATH": str(new)}, cwd=new, check=True)
    options = {"num_replicas": 2, "autoscaling_config": None}
    load = under_load(cluster, lambda: cluster.tell("run", options, str(new)), visitors=30)
    load.told("two replicas renewed")
    assert (load.lost, sum(load.again.values())) == (0, 0)
    assert {label for _, label in load.answers if label == "3"}, "the new network answers"
    assert all(label in (str(drawing), "3") for drawing, label in load.answers)


def test_replicas_come_with_the_load_and_go_with_it(cluster: Cluster, tree: Path) -> None:
    scaling = {"min_replicas": 1, "max_replicas": 3, "target_ongoing_requests": 1}
    scaling |= {"upscale_delay_s": 1, "downscale_delay_s": 5, "look_back_period_s": 3, "metrics_interval_s": 1}
    cluster.tell("run", {"autoscaling_config": scaling}, str(tree))
    seen: list[int] = []

    def until(count: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and cluster.tell("count") != count:
            seen.append(cluster.replicas)
            time.sleep(1)

    until(1, 60)
    load = under_load(cluster, lambda: until(3, 120), visitors=300)
    seen.append(cluster.replicas)
    until(1, 90)
    load.told(f"replicas {[seen[i] for i in range(len(seen)) if not i or seen[i] != seen[i - 1]] + [cluster.replicas]}")
    assert max(seen) == 3
    assert cluster.replicas == 1
    assert load.lost == 0
    assert right(load)
