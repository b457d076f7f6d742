"""What is planned: staff and need in the years to come, who does what, the weeks ahead, and the plans made of it."""

from stegvis.planning.models.plans import Measure, MeasureFollowUp, PlanEdition, PlanNeed, SupplyPlan
from stegvis.planning.models.registers import AgencyUse, TrainedAbroad, TrainingPost

__all__ = [
    "AgencyUse",
    "Measure",
    "MeasureFollowUp",
    "PlanEdition",
    "PlanNeed",
    "SupplyPlan",
    "TrainedAbroad",
    "TrainingPost",
]
