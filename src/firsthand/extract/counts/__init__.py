"""How many: numbers of people and what befell them."""
