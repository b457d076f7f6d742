"""Writing what is offered: publishing, copies, series, calling off, and bringing in."""
