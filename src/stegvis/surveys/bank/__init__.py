"""The bank of items: questions under codes that stay, to be asked again."""
