"""Development talks and salary talks: prepared apart, held over the same facts, signed by both."""
