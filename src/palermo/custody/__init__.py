"""What keeps evidence as it was received: keys, the append-only log, checkpoints, the one writer."""
