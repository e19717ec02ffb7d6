"""The five architectures, one file each; ARCHITECTURES lists them by name."""

from playground.registry import Registry

ARCHITECTURES = Registry(
    "architecture",
    {
        "fnn": "playground.models.fnn:FNN",
        "cnn": "playground.models.cnn:CNN",
        "rnn": "playground.models.rnn:RNNClassifier",
        "lstm": "playground.models.lstm:LSTMClassifier",
        "gru": "playground.models.gru:GRUClassifier",
    },
)
