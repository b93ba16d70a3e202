"""Questions and labelled attempts for the answer verifier; `make_answer.py` writes them to `answer.jsonl`."""
