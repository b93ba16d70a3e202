"""The tables of a run's ledger (SQLite). Every row belongs to a step: what is done and recorded once, in one transaction."""

VERSION = 1

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE steps (key TEXT PRIMARY KEY, kind TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;

CREATE TABLE problems (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, prompt TEXT NOT NULL, checks TEXT NOT NULL,
    level INTEGER NOT NULL, parent TEXT, source TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE pool (
    step TEXT NOT NULL, side TEXT NOT NULL, position INTEGER NOT NULL, problem_id TEXT NOT NULL,
    PRIMARY KEY (step, side, position)
) WITHOUT ROWID;

CREATE TABLE prompts (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, system TEXT NOT NULL, prefix TEXT NOT NULL, chat INTEGER NOT NULL,
    temperature REAL NOT NULL, top_p REAL NOT NULL, max_tokens INTEGER NOT NULL, stop TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE policies (
    step TEXT PRIMARY KEY, id TEXT NOT NULL, round INTEGER NOT NULL, weights TEXT NOT NULL, metrics TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE attempts (
    step TEXT PRIMARY KEY, id TEXT NOT NULL, round INTEGER NOT NULL, purpose TEXT NOT NULL, problem_id TEXT NOT NULL,
    policy_id TEXT NOT NULL, prompt_id TEXT NOT NULL, sample INTEGER NOT NULL, seed INTEGER NOT NULL,
    text TEXT NOT NULL, sha256 TEXT NOT NULL, tokens INTEGER NOT NULL, finish TEXT NOT NULL, seconds REAL NOT NULL
);
CREATE INDEX attempts_by_round ON attempts (purpose, round, problem_id, sample);
CREATE TABLE verdicts (
    step TEXT NOT NULL UNIQUE, problem_id TEXT NOT NULL, attempt_sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
    verifier TEXT NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, evidence TEXT NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (problem_id, attempt_sha256, fingerprint)
);

CREATE TABLE lessons (
    step TEXT PRIMARY KEY, id TEXT NOT NULL, round INTEGER NOT NULL, left_out TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE lesson_examples (
    step TEXT NOT NULL, position INTEGER NOT NULL, prompt_id TEXT NOT NULL, completion TEXT NOT NULL,
    ended INTEGER NOT NULL, problem_id TEXT NOT NULL, attempt_id TEXT,
    PRIMARY KEY (step, position)
) WITHOUT ROWID;

CREATE TABLE evaluations (
    step TEXT PRIMARY KEY, round INTEGER NOT NULL, policy_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE scores (
    step TEXT NOT NULL, position INTEGER NOT NULL, measure TEXT NOT NULL, family TEXT NOT NULL, level INTEGER,
    problems INTEGER NOT NULL, abstained INTEGER NOT NULL,
    errored INTEGER NOT NULL, value REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
    PRIMARY KEY (step, position)
) WITHOUT ROWID;

CREATE TABLE admissions (
    step TEXT NOT NULL, position INTEGER NOT NULL, round INTEGER NOT NULL, family TEXT NOT NULL, level INTEGER NOT NULL,
    solve_rate REAL, decided INTEGER NOT NULL, proposed INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (step, position)
) WITHOUT ROWID;
CREATE TABLE admitted (
    step TEXT NOT NULL, decision INTEGER NOT NULL, position INTEGER NOT NULL, problem_id TEXT NOT NULL,
    PRIMARY KEY (step, decision, position)
) WITHOUT ROWID;

CREATE TABLE timings (round INTEGER NOT NULL, activity TEXT NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (round, activity));
"""
