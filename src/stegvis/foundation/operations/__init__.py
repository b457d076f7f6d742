"""Running Stegvis: its processes, its health, its backups and what must always be true of its data."""
