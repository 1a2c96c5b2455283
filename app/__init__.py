"""Unmask: finds deepfaked faces in pictures, offline."""

__version__ = "0.3.0"
