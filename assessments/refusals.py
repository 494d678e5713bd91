"""How a service says no."""

from collections.abc import Sequence


class Refused(Exception):
    """What was asked cannot be done. `reasons` are whole sentences for the person who asked, all of them at once."""

    def __init__(self, reasons: str | Sequence[str]) -> None:
        self.reasons = (
            [str(reasons)] if isinstance(reasons, str) or not isinstance(reasons, Sequence) else list(reasons)
        )
        super().__init__(" ".join(self.reasons))
