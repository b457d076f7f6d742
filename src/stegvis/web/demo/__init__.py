"""The demonstration: invented people in real municipalities, brought in through the same import as users use."""

from stegvis.web.demo.cast import log_ins


def load_demo() -> bool:
    """Load the demonstration unless it is there. Returns whether it was loaded now."""
    from stegvis.web.demo.load import load_demo as load

    return load()


__all__ = ["load_demo", "log_ins"]
