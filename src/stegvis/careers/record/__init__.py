"""The record follows the person: all that is known of them in one place, taken along, and shown to whom they choose."""
