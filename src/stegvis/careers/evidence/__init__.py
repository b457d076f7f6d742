"""What somebody states of their own competence, its documents, and who checks it."""
