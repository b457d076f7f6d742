"""What is planned: staff and need in the years to come, who does what, the weeks ahead, and the plans made of it."""

from stegvis.planning.models.ground import Figures, Ground, Override, Run, StaffCount

__all__ = [
    "Figures",
    "Ground",
    "Override",
    "Run",
    "StaffCount",
]
