"""Build the app and launch it, as `python -m playground` does where the package is installed."""

from playground.ui.launch import launch

if __name__ == "__main__":
    launch()
