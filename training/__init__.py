"""How each model of `firsthand` was trained: from which data, with which seed. Needs torch."""
