"""The same questions to every engine: equal to the last digit, and equal to the plain truth."""
