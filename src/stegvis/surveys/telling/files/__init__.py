"""What a round tells, as files: the same figures, and the answers themselves where they may be given out."""
