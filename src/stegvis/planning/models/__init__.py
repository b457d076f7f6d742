"""What is planned: staff and need in the years to come, who does what, the weeks ahead, and the plans made of it."""

from stegvis.planning.models.capacity import CapacityPlan, CapacityWeek
from stegvis.planning.models.forecasts import Forecast, Scenario, ScenarioNote, SharedScenario
from stegvis.planning.models.ground import Figures, Ground, Override, Run, SetAside, StaffCount
from stegvis.planning.models.mix import Mix, Shift, ShiftWeek
from stegvis.planning.models.plans import Measure, MeasureFollowUp, PlanEdition, PlanNeed, SupplyPlan
from stegvis.planning.models.registers import AgencyUse, TrainedAbroad, TrainingPost

__all__ = [
    "AgencyUse",
    "CapacityPlan",
    "CapacityWeek",
    "Figures",
    "Forecast",
    "Ground",
    "Measure",
    "MeasureFollowUp",
    "Mix",
    "Override",
    "PlanEdition",
    "PlanNeed",
    "Run",
    "Scenario",
    "ScenarioNote",
    "SetAside",
    "SharedScenario",
    "Shift",
    "ShiftWeek",
    "StaffCount",
    "SupplyPlan",
    "TrainedAbroad",
    "TrainingPost",
]
