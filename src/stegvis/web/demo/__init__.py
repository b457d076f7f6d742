"""The demonstration: invented people in real municipalities, brought in through the same import as users use."""

from stegvis.web.demo.cast import log_ins


def load_demo(*, small: bool = False) -> bool:
    """Load the demonstration unless one is there, small or whole. Returns whether it was loaded now."""
    from stegvis.web.demo.cast import EMPLOYERS, FEWER
    from stegvis.web.demo.load import load_demo as load

    return load(FEWER if small else EMPLOYERS)


__all__ = ["load_demo", "log_ins"]
