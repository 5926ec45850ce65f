"""Bytes that nobody would send: every reader, and all that texts pass through, under coverage-guided fuzzing.

    python -m fuzz                       # the targets
    python -m fuzz html --seconds 600    # one target; `make fuzz` runs them all
"""
