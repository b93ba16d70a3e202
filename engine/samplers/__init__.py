"""Programs that write attempts."""
