"""How the sentence encoder and the re-ranker of `firsthand.check` were trained."""
