"""The read-only CASE 1.1 provider: published, openly licensed frameworks to whoever asks, without logging in."""
