"""Trains the tagger of sources, cues and contents (`firsthand.extract.tagger`) on PolNeAR."""
