"""Who said it, who only repeated it, and where the accounts disagree."""
