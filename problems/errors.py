"""The errors a person can do something about; each carries the exit status of the command that meets it.

VeriloopError
├── ProblemError   problems that cannot be had or read                                        2
├── PartError      a part that cannot be found or built (verifiers/registry.py)               2
├── RecipeError    a recipe that cannot be used (engine/recipe.py)                            2
├── LedgerError    a ledger or run folder that cannot be used (engine/ledger.py)              1
├── RunBusy        another process has the run (engine/runs.py)                               1
├── LeanSetupError  Lean cannot be fetched or set up (verifiers/lean/npm/packages.py)         1
├── PartFailed     a sampler, learner or model that could not do its work (engine/parts.py)   1
└── Stopped        the user stopped the run (engine/commands/run.py)                        130
"""


class VeriloopError(Exception):
    """Says what was wrong, with the value, and what to do next. The message is all that the command line prints."""

    status = 1
