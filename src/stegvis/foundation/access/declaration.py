"""What a model declares about its rows, and the list of tables that are not Stegvis's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model

from stegvis.foundation.access.rules import NOBODY, Rule


class DataClass(StrEnum):
    EMPLOYER = "owned by an employer"
    PERSONAL = "personal"
    TWO_SIDED = "two-sided"
    PUBLISHED = "published to an audience"
    GLOBAL = "global"
    LOG = "log, appended to only"


@dataclass(frozen=True)
class Access:
    """Declared as ``access`` on a model, beside its fields.

    ``write`` covers insert, change and delete; ``insert`` and ``delete`` narrow or widen one of them.
    ``history`` narrows who reads the row's earlier states, where ``read`` leans on what may change since.
    """

    kind: DataClass
    read: Rule
    write: Rule = NOBODY
    insert: Rule | None = None
    delete: Rule | None = None
    history: Rule | None = None

    @property
    def insert_rule(self) -> Rule:
        return self.insert if self.insert is not None else self.write

    @property
    def delete_rule(self) -> Rule:
        return self.delete if self.delete is not None else self.write

    @property
    def history_rule(self) -> Rule:
        return self.history if self.history is not None else self.read


INFRASTRUCTURE = {
    "auth": "Django's permission tables; Stegvis grants roles in its own",
    "contenttypes": "names of models",
    "sessions": "reached by the secret key of the cookie only",
    "accounts": "read before anybody is signed in: the log-in itself",
    "account": "allauth: e-mail addresses and confirmations of the log-in",
    "mfa": "allauth: second factors of the log-in",
    "socialaccount": "allauth: outside identities of the log-in",
    "usersessions": "allauth: a user's own open sessions",
    "allauth_idp_oidc": "allauth: the identity provider that the tests run",
    "procrastinate": "the job queue: task names and keys, no personal content",
    "pgtrigger": "no tables",
    "pghistory": "context lives in the event rows themselves; these tables stay empty",
}


def access_of(model: type[Model]) -> Access:
    """The model's declaration; a history model's follows from its model's. KeyError when there is none.

    Nobody writes history: the triggers append to it as the owner.
    """
    declared = getattr(model, "access", None)
    if isinstance(declared, Access):
        return declared
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return Access(DataClass.LOG, read=access_of(tracked).history_rule)
    raise KeyError(f"{model._meta.label} declares no access")


def is_infrastructure(model: type[Model]) -> bool:
    return model._meta.app_label in INFRASTRUCTURE and not isinstance(getattr(model, "access", None), Access)


def guarded_models() -> list[type[Model]]:
    """Every model whose rows are Stegvis's own, history models included, in a stable order."""
    models = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    return sorted((m for m in models if not is_infrastructure(m)), key=lambda m: m._meta.label)


def history_models() -> list[type[Model]]:
    """The models that keep the history of others."""
    return [model for model in guarded_models() if is_history(model)]


def is_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def infrastructure_models() -> list[type[Model]]:
    """Models of tables that are not Stegvis's own; procrastinate makes its tables itself and calls them unmanaged."""
    models = (m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy)
    ours = (m for m in models if m._meta.managed or m._meta.app_label == "procrastinate")
    return sorted((m for m in ours if is_infrastructure(m)), key=lambda m: m._meta.label)
