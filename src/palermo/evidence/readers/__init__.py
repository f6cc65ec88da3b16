"""One file a format: bytes in, headers and rows out. Which format a file has is told by its bytes, not by its name."""
