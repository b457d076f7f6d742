"""XLSForm, the workbook that ODK and KoboToolbox read, in and out."""
