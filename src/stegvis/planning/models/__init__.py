"""What is planned: staff and need in the years to come, who does what, the weeks ahead, and the plans made of it."""
