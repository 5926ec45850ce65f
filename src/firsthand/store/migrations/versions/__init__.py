"""One module a step. What a released one does is never changed: cases out there have taken it."""
