"""Measures, each beside the number it has to reach."""
