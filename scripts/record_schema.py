"""Write ``docs/record.schema.json`` from the models: ``python -m scripts.record_schema``."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "record.schema.json"


def text() -> str:
    from stegvis.careers.record.export import schema

    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    os.environ |= {"STEGVIS_MODE": "test", "DJANGO_SETTINGS_MODULE": "stegvis.web.settings"}
    import django

    django.setup()
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
