"""Families of theorems of core Lean 4, each drawn at random together with a proof."""
