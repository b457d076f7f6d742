"""Composite keys, by which no row can point into another plan, unit or ground."""

KEYS = """
ALTER TABLE planning_measurefollowup ADD CONSTRAINT follow_up_of_same_plan
    FOREIGN KEY (plan_id, measure_id) REFERENCES planning_measure (plan_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_mix ADD CONSTRAINT mix_unit_of_same_employer
    FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_shift ADD CONSTRAINT shift_unit_of_same_employer
    FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_shift ADD CONSTRAINT shift_mix_of_same_unit
    FOREIGN KEY (unit_id, mix_id) REFERENCES planning_mix (unit_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_capacityplan ADD CONSTRAINT capacity_plan_unit_of_same_employer
    FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_run ADD CONSTRAINT run_of_ground UNIQUE (ground_id, id);
ALTER TABLE planning_scenario ADD CONSTRAINT scenario_of_same_ground
    FOREIGN KEY (ground_id, forecast_id) REFERENCES planning_forecast (ground_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_scenario ADD CONSTRAINT run_of_same_ground
    FOREIGN KEY (ground_id, run_id) REFERENCES planning_run (ground_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
