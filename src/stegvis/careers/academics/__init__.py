"""Academic paths inside the employment, stage by stage."""
