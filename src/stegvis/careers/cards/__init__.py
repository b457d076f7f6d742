"""The competence card: what is verified of somebody, shown on a phone, and checked by another unit as it is now."""
