"""Composite keys, by which no row can point into another plan or ground."""

KEYS = """
ALTER TABLE planning_measurefollowup ADD CONSTRAINT follow_up_of_same_plan
    FOREIGN KEY (plan_id, measure_id) REFERENCES planning_measure (plan_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_run ADD CONSTRAINT run_of_ground UNIQUE (ground_id, id);
ALTER TABLE planning_scenario ADD CONSTRAINT scenario_of_same_ground
    FOREIGN KEY (ground_id, forecast_id) REFERENCES planning_forecast (ground_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_scenario ADD CONSTRAINT run_of_same_ground
    FOREIGN KEY (ground_id, run_id) REFERENCES planning_run (ground_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
