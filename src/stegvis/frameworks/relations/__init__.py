"""How requirements follow from version to version, lie over one another, and compare across frameworks."""
