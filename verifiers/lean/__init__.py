"""Lean proofs: accepted means proved."""

from verifiers.lean.verifier import LeanVerifier

__all__ = ["LeanVerifier"]
