"""Frameworks in the making: the editor, reading through, consultation, publishing."""
