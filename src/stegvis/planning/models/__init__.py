"""What is planned: staff and need in the years to come, who does what, the weeks ahead, and the plans made of it."""

from stegvis.planning.models.forecasts import Forecast, Scenario, ScenarioNote, SharedScenario
from stegvis.planning.models.ground import Figures, Ground, Override, Run, StaffCount
from stegvis.planning.models.plans import Measure, MeasureFollowUp, PlanEdition, PlanNeed, SupplyPlan
from stegvis.planning.models.registers import AgencyUse, TrainedAbroad, TrainingPost

__all__ = [
    "AgencyUse",
    "Figures",
    "Forecast",
    "Ground",
    "Measure",
    "MeasureFollowUp",
    "Override",
    "PlanEdition",
    "PlanNeed",
    "Run",
    "Scenario",
    "ScenarioNote",
    "SharedScenario",
    "StaffCount",
    "SupplyPlan",
    "TrainedAbroad",
    "TrainingPost",
]
