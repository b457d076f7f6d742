from typing import Any

from django.apps import AppConfig

from stegvis.foundation.audit.registry import quicken_registry


class AuditConfig(AppConfig):
    name = "stegvis.foundation.audit"
    label = "audit"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        quicken_registry()  # now, as every app is made before the first model is loaded
