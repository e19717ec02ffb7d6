"""Networks as values: where one came from makes no difference to what is done with it."""

from playground.networks.network import Network, Wants

__all__ = ["Network", "Wants"]
