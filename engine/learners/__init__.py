"""Programs that make the next policy from accepted attempts."""
