"""Trains the tagger of sources, cues and contents (`firsthand.extract.attribution.tagger`) on PolNeAR."""
