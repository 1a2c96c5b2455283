"""The terminal's face of the scan."""
