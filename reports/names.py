"""Names of files that every system takes."""

import re

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
LONGEST = 100  # characters, so that a folder of some depth still takes it


def free_name(stem: str, kind: str, taken: set[str]) -> str:
    """A name for a file that Windows takes and that none in `taken` bears, in whichever case; it is added there."""
    plain = " ".join(FORBIDDEN.sub("_", stem).split()).strip(" .")[:LONGEST].rstrip(" .")
    if not plain or plain.partition(".")[0].strip().upper() in DEVICES:
        plain = f"_{plain}"
    name, number = f"{plain}.{kind}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} ({number}).{kind}"
    taken.add(name.casefold())
    return name
