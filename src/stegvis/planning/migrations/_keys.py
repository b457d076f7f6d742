"""Composite keys, by which no row can point into another plan."""

KEYS = """
ALTER TABLE planning_measurefollowup ADD CONSTRAINT follow_up_of_same_plan
    FOREIGN KEY (plan_id, measure_id) REFERENCES planning_measure (plan_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_capacityplan ADD CONSTRAINT capacity_plan_unit_of_same_employer
    FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
