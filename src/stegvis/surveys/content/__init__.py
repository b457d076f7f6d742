"""What a questionnaire says, as plain values and as objects. A file first, as a framework is."""
