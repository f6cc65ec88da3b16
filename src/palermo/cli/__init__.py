"""The command `palermo`: one file a word; no analysis in it."""
