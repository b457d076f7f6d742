"""Public vocabularies that professions and competences are linked to."""
