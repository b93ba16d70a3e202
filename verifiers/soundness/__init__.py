"""How sound a judge is: labelled attempts, its false accepts and false rejects, and how sure that is."""

from verifiers.soundness.corpus import Row, read_corpus
from verifiers.soundness.intervals import wilson
from verifiers.soundness.measure import measure
from verifiers.soundness.report import Counts, Judgement, Report
from verifiers.soundness.table import report_table

__all__ = ["Counts", "Judgement", "Report", "Row", "measure", "read_corpus", "report_table", "wilson"]
