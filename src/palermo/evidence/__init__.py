"""Items, and what readers make of them: every row walks back to its bytes."""
