"""Networks as people write them who have never heard of this project, in plain PyTorch; and how they are brought."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from inputs import SEVEN
from torch import Tensor, nn
from torch.nn import functional as F

from playground.networks import Network, Wants

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lenet5() -> nn.Module:
    """LeNet-5 (LeCun et al. 1998) on 32 x 32, as a stack."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )


class Opaque(nn.Module):
    """Computes something of which nothing is known."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(torch.cumsum(x.flatten(1), 1) / 100)


class MNISTExample(nn.Module):
    """pytorch/examples, mnist/main.py."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv1(x)
        x = F.relu(x)
        x = self.conv2(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = self.dropout1(x)
        x = torch.flatten(x, 1)
        x = self.fc1(x)
        x = F.relu(x)
        x = self.dropout2(x)
        x = self.fc2(x)
        return F.log_softmax(x, dim=1)


def vgg() -> nn.Module:
    """A small VGG with batch normalisation and dropout."""
    layers: list[nn.Module] = []
    channels = 1
    for v in (16, 16, "M", 32, 32, "M"):
        if isinstance(v, str):
            layers.append(nn.MaxPool2d(2, 2))
        else:
            layers += [nn.Conv2d(channels, v, 3, padding=1), nn.BatchNorm2d(v), nn.ReLU(inplace=True)]
            channels = v
    classifier = nn.Sequential(
        nn.Linear(32 * 7 * 7, 64), nn.ReLU(inplace=True), nn.Dropout(0.5, inplace=True), nn.Linear(64, 10)
    )
    return nn.Sequential(*layers, nn.Flatten(), classifier)


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: Tensor) -> Tensor:
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)


class ResNet(nn.Module):
    """A small residual network with adaptive pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.layer1 = Block(8, 8)
        self.layer2 = Block(8, 16, stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer2(self.layer1(self.stem(x)))
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.fc(x)


class MLP(nn.Module):
    """tanh and layer normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(784, 64), nn.LayerNorm(64), nn.Tanh(), nn.Linear(64, 32), nn.LayerNorm(32), nn.Tanh()
        )
        self.head = nn.Linear(32, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.net(x.view(x.size(0), -1)))


class TextClassifier(nn.Module):
    """Token ids, an embedding, an LSTM whose last state is read."""

    def __init__(self, vocabulary: int = 50, bidirectional: bool = False, last: str = "hidden") -> None:
        super().__init__()
        self.last = last
        self.embedding = nn.Embedding(vocabulary, 12, padding_idx=0)
        self.lstm = nn.LSTM(12, 16, num_layers=2, batch_first=True, bidirectional=bidirectional, dropout=0.2)
        self.dropout = nn.Dropout(0.3)
        self.fc = nn.Linear(32 if bidirectional else 16, 2)

    def forward(self, text: Tensor) -> Tensor:
        out, (h, _) = self.lstm(self.embedding(text))
        if self.last == "output":
            return self.fc(self.dropout(out[:, -1]))
        features = torch.cat([h[-2], h[-1]], dim=1) if self.lstm.bidirectional else h[-1]
        return self.fc(self.dropout(features))


class CNNGRU(nn.Module):
    """Rows of maps are the steps of a GRU."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.gru = nn.GRU(8 * 14, 24, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(48, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv(x)), 2)  # (B, 8, 14, 14)
        x = x.permute(0, 2, 1, 3).flatten(2)  # (B, 14, 8 * 14)
        out, _ = self.gru(x)
        return self.fc(out[:, -1])


class Foreign(NamedTuple):
    """A network and an input for it."""

    make: Callable[[], nn.Module]
    example: Callable[[], Tensor]


def _picture(size: int = 28) -> Callable[[], Tensor]:
    return lambda: torch.rand(1, 1, size, size)


FOREIGN: dict[str, Foreign] = {
    "LeNet-5": Foreign(lenet5, _picture(32)),
    "MNIST example": Foreign(MNISTExample, _picture()),
    "VGG": Foreign(vgg, _picture()),
    "ResNet": Foreign(ResNet, _picture()),
    "MLP": Foreign(MLP, _picture()),
    "text, h[-1]": Foreign(TextClassifier, lambda: torch.randint(1, 50, (1, 9))),
    "text, out[:, -1]": Foreign(lambda: TextClassifier(last="output"), lambda: torch.randint(1, 50, (1, 9))),
    "text, both ways": Foreign(lambda: TextClassifier(bidirectional=True), lambda: torch.randint(1, 50, (1, 9))),
    "CNN + GRU": Foreign(CNNGRU, _picture()),
}


def made(name: str, seed: int = 0) -> tuple[nn.Module, Tensor]:
    """A network with weights, and statistics, by chance, in training mode as a new one is; and an input."""
    torch.manual_seed(seed)
    model = FOREIGN[name].make()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
            module.running_mean = torch.randn(module.num_features)
            module.running_var = torch.rand(module.num_features) + 0.2
    return model, FOREIGN[name].example()


def handed_over(name: str) -> tuple[str, Any, Network]:
    """A task, an input of it, and the network as somebody who brings it would describe it."""
    module, x = made(name)[:2]
    outputs = module(x)
    labels = [f"class {k}" for k in range(outputs.shape[-1])]
    if x.dtype == torch.int64:
        vocabulary = {letter: k + 1 for k, letter in enumerate(LETTERS)}
        wants = Wants(vocabulary=vocabulary)
        return "names", {"text": "Yamamoto"}, Network.from_module(module, "names", labels=labels, wants=wants)
    wants = Wants(size=(x.shape[-2], x.shape[-1]), mean=0.1307, std=0.3081)
    return "digits", SEVEN, Network.from_module(module, "digits", labels=labels, wants=wants)
