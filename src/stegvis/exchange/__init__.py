"""What employers offer each other across their borders: places, and who gets them."""
