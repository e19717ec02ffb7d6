"""The app on a Ray cluster: `serve run playground.ui.serve:app` (docs/scale.md)."""

# pyright: reportMissingImports=false
import os

# Read by the proxies when they start: here, or where they run on other machines, from the environment there.
os.environ.setdefault("RAY_SERVE_HTTP_PROXY_CALLBACK_IMPORT_PATH", "playground.ui.cluster.proxy:middlewares")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from fastapi import FastAPI
from ray import serve
from ray.serve.config import AutoscalingConfig, BackpressureConfig, RequestRouterConfig
from starlette.types import ASGIApp

from playground.device import check_device
from playground.errors import BusyError
from playground.service import trainings
from playground.service.lanes import Job
from playground.service.visits import Visit
from playground.ui import training_routes
from playground.ui.cluster.router import Router
from playground.ui.cluster.sessions import Named
from playground.ui.cluster.trainer import RemoteProcess
from playground.ui.page import mount
from playground.ui.warm import load_networks


@serve.deployment(
    name="playground",
    ray_actor_options={"num_cpus": 0.5},
    max_ongoing_requests=400,  # before that the lanes have refused, in words (service/lanes.py)
    max_queued_requests=400,
    backpressure_config=BackpressureConfig(retry_after_s=3),
    autoscaling_config=AutoscalingConfig(
        min_replicas=1, max_replicas=3, target_ongoing_requests=8, upscale_delay_s=5, downscale_delay_s=60
    ),
    # New replicas answer before old ones are told to stop, and those answer what has reached them.
    max_surge_percent=100,
    graceful_shutdown_wait_loop_s=1,
    graceful_shutdown_timeout_s=30,
    health_check_period_s=10,
    health_check_timeout_s=75,  # a request may wait 60 s for those before it
    request_router_config=RequestRouterConfig(request_router_class=Router),
)
@serve.ingress()
class Playground:
    """One replica: a whole server, with its own lanes; its trainings run in actors."""

    def __init__(self) -> None:
        """Everything is loaded before the first request."""
        check_device()
        self._named = f"{serve.get_replica_context().replica_tag}."
        trainings.HERE, training_routes.start = self._named, RemoteProcess
        load_networks()

    def __serve_build_asgi_app__(self) -> ASGIApp:
        return Named(mount(FastAPI(), "/"), self._named)

    async def check_health(self) -> None:
        """Raises where a worker no longer does what it is given; one that has too much of it is well."""
        try:
            await Visit().result(Job(lambda _: None))
        except BusyError:
            return


app = Playground.bind()  # pyright: ignore[reportAttributeAccessIssue]
