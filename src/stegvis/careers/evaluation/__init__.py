"""From the database to the ladder engine and back to ``Standing``."""

from stegvis.careers.evaluation.population import evaluate_people

__all__ = ["evaluate_people"]
