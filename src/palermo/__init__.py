"""palermo: adverts in, explained leads out, decided by people."""

__version__ = "0.1.0"
