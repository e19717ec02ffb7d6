"""The data files by name: from a folder, or downloaded once, every one checked against its known digest."""

import hashlib
import os
import tempfile
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from playground.errors import InputError

DOWNLOADS = Path("data")  # where downloaded files are kept, under the folder the program is started in
SECONDS = 20  # that a server may be silent
LARGEST = 16_000_000  # bytes; of what a server sends beyond this nothing is one of the files

HOST = "https://raw.githubusercontent.com/"
# Where the files of a folder come from; a commit is part of every address, so that they stay as they are.
ADDRESSES = {
    "names/": "spro/practical-pytorch/c520c52e68e945d88fff563dba1c028b6ec0197b/data/names/",
    "pendigits/": "choucavalier/pendigits-hmm/03382e1457941714439d40b67e53eaf117fe4d08/data/",
    "sentiment/": "dennybritz/cnn-text-classification-tf/18762b459e21d9c70e5c242f8d43fc4e6db37a0d/data/"
    "rt-polaritydata/",
    "series/univariate/": "jbrownlee/Datasets/d20fcb6402ae34e653d4513b00f39257bb37ed7f/",
    "letters/": "brendenlake/omniglot/ceffff1ba059df9c19f12021b738dd1e0d8dd650/python/",
    "series/ucr/": "Aaron-LHR/LSTM-FCN/2e297b3107c473106f5bfa32037f6a3ecbf969ba/UCRArchive_2018/",
}
# UCI "Pen-Based Recognition of Handwritten Digits" in its original form, which UCI itself packs with compress(1).
RENAMED = {"pendigits-orig.tra": "pendigits-train"}

# sha256 of the original files.
_DIGESTS = {
    "names/": {
        "Arabic.txt": "6f424a8dbe51cbbbabab7a57d38b617210125e4e3991f3c657cb79b8f104bafc",
        "Chinese.txt": "09ba8f1f7e38dbc99372d461b26ad4433b811fc6bfa6a3ecca6fe11a9a777465",
        "Czech.txt": "e17ab0ec47616a72c39cb85c783f70c3663ab64488721e5d8378f146d2226be7",
        "Dutch.txt": "924f32b635170eae561f84538632138fc07d4c8bbd70ba3fb980de1ecc4d2af3",
        "English.txt": "9cca037066d3d5989e24bc01801416162de506b5e28e15b7c092a47905d29bf2",
        "French.txt": "81e65b36c60ed5b89a17422f6edcadbb89546f38ad69e960e64e7ba682012a95",
        "German.txt": "7449cd590b97a733e18d613a4155decd77ec35dc5f8aadd7a82204dce4f051db",
        "Greek.txt": "3555b5186de7f401e6d991b088e9e644ca3099116477818c25ab5793801389e6",
        "Irish.txt": "cf8c7013256252a88d2503127b87282a11f21b2ff6db1bded68834c19a1ec058",
        "Italian.txt": "f88414c27d0606a11a678b4859277828c2565d6cc4d9ee932deef6e94f3b35e4",
        "Japanese.txt": "e0e717e114fec3e7eade4d9dabe0067c475f43147e36a22b47902ee76ad9e67f",
        "Korean.txt": "cd54221ccb362a6cba4c78828838cf3268a0e59744767a37cf6ec4b74036b136",
        "Polish.txt": "45bab898af2f60ed3a728bbf6980e28821011a7caa53227553b5785903a40826",
        "Portuguese.txt": "50a8735f41f4f73757c8ce5b16cb0275cd86b2b214bcbc8c9805f508cb131c53",
        "Russian.txt": "0cfe53ac18041e8f63666aa77313e0a3ff378facb132abee052d8ebdc8c3d62c",
        "Scottish.txt": "78d0252711d87d948ea86fe34826c51d2d794a8e52d15b5d6f7b6244d45d62dd",
        "Spanish.txt": "1bcb462ed3316756a85781d68232bddae04498fdddd5d9219c53fd1fbdeba7a7",
        "Vietnamese.txt": "f3f9e4164ab47601178a6e45b216464a64122f49d05541f24bf18a757253281d",
    },
    "pendigits/": {
        "pendigits-orig.tra": "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4",
    },
    "letters/": {
        "strokes_background_small1.zip": "8cb3960fb6cf4ccf5f064ad83169f828c36c36782a0f6e7faacb7ecfae4468a2",
    },
    "sentiment/": {
        "rt-polarity.neg": "2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd",
        "rt-polarity.pos": "4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58",
    },
    "series/univariate/": {
        "airline-passengers.csv": "8cb51be753a718d9be5d76d7e238cc224792754676adc21faa59e954b0201621",
        "daily-min-temperatures.csv": "8b9de63ed6789492bf497625e7f9beb96a63d367b4b0a21754006f749fa5e5da",
        "daily-total-female-births.csv": "7a0c1bdb32d68f7fa359e561a4f7e1fe8fb2fc26a1ea624a434a97a63735dd72",
        "monthly-mean-temp.csv": "4190d815eb6d66f7c6abf25de2ef69addcf4647659fb94102215bd2dab1916ef",
        "monthly-sunspots.csv": "c4ec8cc57d9f6fb6ecdb3e1f37f25b6f4badd5124c55931052b0cd2fc3bc71f3",
    },
    "series/ucr/ECG200/": {
        "ECG200_TRAIN.tsv": "bffe8ea724a576f08ca6abcefa65d291fb7f0b6ebd6ff6c2caf876437d3d0ac1",
        "ECG200_TEST.tsv": "60ec3ecfc844403c80a5936b123b2a1829c83382d044568461affb66bd31d2c0",
    },
    "series/ucr/GunPoint/": {
        "GunPoint_TRAIN.tsv": "4d14e4f44a6230087cb4b4ed7844c8b0feb76f07a76108cc367d689e0de8f609",
        "GunPoint_TEST.tsv": "5537eb2f3050e1514f3221b5f4c9799b350fb229ea15eed9e78bbae855505ccf",
    },
    "series/ucr/ItalyPowerDemand/": {
        "ItalyPowerDemand_TRAIN.tsv": "fab46ef99232ada65773ed89b131954a91ec1da69803159cb1566f320dbaf22e",
        "ItalyPowerDemand_TEST.tsv": "ab22aa53de4ef55f2e2bcbf0518565704aeec8d76f48ef1180903bf5814c47fc",
    },
}
FILES = {folder + name: digest for folder, digests in _DIGESTS.items() for name, digest in digests.items()}


def data_folder() -> Path | None:
    """The folder of data sets that PLAYGROUND_DATA names; None where they are to be downloaded."""
    given = os.environ.get("PLAYGROUND_DATA")
    return Path(given) if given else None


def fetch(name: str, folder: Path | None = None) -> bytes:
    """The bytes of a file of FILES: from `folder`, else from the one that PLAYGROUND_DATA names, else downloaded once.

    Raises InputError when it is missing in the folder, damaged, or cannot be downloaded.
    """
    folder = folder or data_folder()
    path = (folder or DOWNLOADS) / name
    if folder is None and not path.exists():
        _download(name, path)
    return checked(path, FILES[name])


def here(name: str) -> bool:
    """Whether `fetch` needs no other machine for a file: it is there, or nothing is downloaded beside a data folder."""
    return data_folder() is not None or (DOWNLOADS / name).exists()


def checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file whose digest is known. Raises InputError when it is missing or another."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("missing_data", path=path) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError("damaged_data", path=path, sha256=sha256)
    return content


def address(name: str) -> str:
    """Where a file of FILES can be downloaded."""
    start = next(start for start in ADDRESSES if name.startswith(start))
    rest = name.removeprefix(start)
    return HOST + ADDRESSES[start] + RENAMED.get(rest, rest)


def first_line(error: Exception) -> str:
    """What an exception says, without line ends."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(": ")


def _download(name: str, path: Path) -> None:
    """Write the file when it has arrived whole; two who do so at once do not disturb each other."""
    try:
        with urlopen(address(name), timeout=SECONDS) as response:
            content = response.read(LARGEST)
        if hashlib.sha256(content).hexdigest() != FILES[name]:
            raise OSError("what arrived is not the file")
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(content)
        Path(part.name).replace(path)
    except (OSError, HTTPException) as error:  # URLError is an OSError
        raise InputError("no_download", what=address(name), reason=first_line(error)) from error
