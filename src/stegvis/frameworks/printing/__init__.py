"""A framework as a document to print, send and keep."""
