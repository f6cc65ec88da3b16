"""Maths without domain words: it imports nothing of palermo."""
