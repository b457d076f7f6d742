"""What an answer may be instead of a point on the scale.

What does not apply is no point on the scale, and neither is silence: both are counted beside it and never within.
"""

NOT_APPLICABLE, NO_ANSWER, NOT_ASKED = -1, -2, -3
"""The first and the second are item by item; the third says that the item was no part of what this group was asked."""
