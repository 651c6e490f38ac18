"""Benchmarks: medians over several runs, each beside a baseline measured in the same run."""
