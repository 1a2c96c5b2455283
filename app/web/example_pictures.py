"""The window offers the same example pictures as the page."""

from app.example_pictures import example_pictures

__all__ = ["example_pictures"]
