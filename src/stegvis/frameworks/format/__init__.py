"""The framework file: YAML that people read, checked against a published schema, as plain values."""

from .document import Document, EffectiveFramework, FrameworkDocument, OverlayDocument
from .dump import dump_document
from .loader import load_document, load_effective, load_framework, read_file
from .problems import TEMPLATES, FrameworkError, FrameworkProblem
from .structure import schema

__all__ = [
    "TEMPLATES",
    "Document",
    "EffectiveFramework",
    "FrameworkDocument",
    "FrameworkError",
    "FrameworkProblem",
    "OverlayDocument",
    "dump_document",
    "load_document",
    "load_effective",
    "load_framework",
    "read_file",
    "schema",
]
