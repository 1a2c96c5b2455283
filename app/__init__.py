"""Unmask: finds deepfaked faces in pictures, offline."""

__version__ = "0.2.1"
