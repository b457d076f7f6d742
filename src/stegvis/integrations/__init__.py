"""Outside services, one folder each: removed by deleting the folder, and off until an operator turns it on."""
