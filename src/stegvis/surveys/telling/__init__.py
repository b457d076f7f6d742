"""What a round tells: figures of what was answered, hidden where they are of few, the same wherever they are shown."""
