"""Any torch.nn.Module looked into: its forward is followed, and told as stages and layers."""

from playground.following.follow import Followed, follow

__all__ = ["Followed", "follow"]
