"""Judges of attempts. Uses problems and sandboxes, never the engine, and never torch."""
