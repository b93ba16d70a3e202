"""Problems and labelled attempts for the Lean verifier; `make_lean.py` writes them to `lean.jsonl`."""
