"""A model without a declared access stops the program at start."""

from typing import Any

from django.core.checks import Error, register

from stegvis.foundation.access.declaration import access_of, guarded_models


@register()
def every_model_declares_access(app_configs: Any, **kwargs: Any) -> list[Error]:
    errors = []
    for model in guarded_models():
        try:
            access_of(model)
        except KeyError:
            errors.append(
                Error(
                    f"{model._meta.label} does not say who may see its rows.",
                    hint="Give the model an `access = Access(…)`, see docs/architecture.md.",
                    obj=model,
                    id="stegvis.E001",
                )
            )
    return errors
