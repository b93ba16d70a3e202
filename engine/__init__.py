"""The rounds: sample, judge, learn, make harder, repeat. Start reading at loop.py."""
