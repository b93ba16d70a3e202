"""How often a verifier is wrong, measured on labelled attempts."""
