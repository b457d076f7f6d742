"""Pure computation: arrays and plain values in, arrays and plain values out. No Django here."""
