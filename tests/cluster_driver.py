"""A Ray cluster on this machine with the app on it: test_cluster.py writes in lines what is to be done.

`PYTHONPATH` is the folder with the package and its checkpoints, a copy that belongs to the test.
"""

import json
import sys
from typing import Any

import ray
from ray import serve

from playground.ui.serve import Playground

NAMESPACE = "serve"  # Ray Serve's own


def run(options: dict[str, Any], tree: str) -> None:
    """Deploy, or update in place; returns when the new replicas answer. tree: the folder with package and networks."""
    actor = {"num_cpus": 0.1, "runtime_env": {"env_vars": {"PYTHONPATH": tree}}}
    serve.run(Playground.options(ray_actor_options=actor, **options).bind(), name="playground")


def kill() -> None:
    """End one replica at once, as when its machine goes down."""
    actors = [one["name"] for one in ray.util.list_named_actors(all_namespaces=True)]
    replica = next(name for name in actors if "REPLICA" in name and "playground" in name)
    ray.kill(ray.get_actor(replica, namespace=NAMESPACE))


def count() -> None:
    """Nothing but the answer."""


def main() -> None:
    ray.init(num_cpus=8, include_dashboard=False, namespace=NAMESPACE, log_to_driver=False, logging_level="ERROR")
    serve.start(http_options={"port": int(sys.argv[1]), "host": "127.0.0.1"})
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        {"run": run, "kill": kill, "count": count}[name](*arguments)
        states = serve.status().applications["playground"].deployments["playground"].replica_states
        print(json.dumps({"replicas": states.get("RUNNING", 0)}), flush=True)
    serve.shutdown()
    ray.shutdown()


if __name__ == "__main__":
    main()
