"""Measuring: our figures beside those of peers, in one run, on material named by its source."""
