"""What employers have given each other, and what is shared of the costs."""
