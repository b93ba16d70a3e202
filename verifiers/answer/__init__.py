"""Short answers: extract the one that is committed to, parse it, compare it exactly."""

from verifiers.answer.verifier import AnswerVerifier

__all__ = ["AnswerVerifier"]
