"""The word stock of the simulation: one text file a language, written for palermo."""
