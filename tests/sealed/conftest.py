"""What both kinds of hostile tests read lies beside the fuzzing."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "fuzz"))
