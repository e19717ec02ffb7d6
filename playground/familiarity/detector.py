"""The network that tells digits from what is none, on the picture that the digit networks read."""

from torch import Tensor, nn

WIDTH = 32  # channels of the second convolution


class Detector(nn.Module):
    """Five convolutions and two layers: the ten digits, and one more class for all that is none of them."""

    def __init__(self) -> None:
        super().__init__()
        sizes = [(1, WIDTH // 2, 1), (WIDTH // 2, WIDTH, 2), (WIDTH, WIDTH, 1), (WIDTH, 2 * WIDTH, 2)]
        sizes += [(2 * WIDTH, 2 * WIDTH, 1), (2 * WIDTH, 2 * WIDTH, 2)]  # channels in and out, stride
        layers = [(nn.Conv2d(a, b, 3, stride, 1), nn.ReLU()) for a, b, stride in sizes]
        self.maps = nn.Sequential(*(layer for pair in layers for layer in pair))
        self.hidden = nn.Linear(2 * WIDTH * 16, 64)
        self.out = nn.Linear(64, 11)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, 11) of pictures (B, 1, 28, 28), ink 1 on paper 0."""
        return self.out(self.hidden(self.maps(x).flatten(1)).relu())

    def strangeness(self, x: Tensor) -> Tensor:
        """(B,): the logarithm of how much likelier than any digit it is that pictures (B, 1, 28, 28) show none."""
        logits = self(x)
        return logits[:, 10] - logits[:, :10].logsumexp(1)
