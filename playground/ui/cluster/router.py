"""Which replica a request goes to: the one that its session names, its session's, or the less busy one of two."""

# pyright: reportMissingImports=false
import random

from ray.serve.experimental.consistent_hash_router import ConsistentHashRouter
from ray.serve.request_router import PendingRequest, RunningReplica


class Router(ConsistentHashRouter):
    """A session (proxy.py) is a replica's own name, or is given one by consistent hashing.

    Who has no session is spread by load, which Ray's class does not do.
    """

    async def choose_replicas(
        self, candidate_replicas: list[RunningReplica], pending_request: PendingRequest | None = None
    ) -> list[list[RunningReplica]]:
        """Replicas to try, the first ones first; of those in one list the less busy one."""
        if pending_request is None or not candidate_replicas:
            return await super().choose_replicas(candidate_replicas, pending_request)
        session = pending_request.metadata.session_id
        named = [one for one in candidate_replicas if one.replica_id.unique_id == session]
        if session and not named:
            return await super().choose_replicas(candidate_replicas, pending_request)
        pending_request.routing_context.should_backoff = True  # between two rounds of trying, as in the class above
        return [named or random.sample(candidate_replicas, min(2, len(candidate_replicas)))]
