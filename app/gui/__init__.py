"""The window. The only part of the program that imports Qt; everything it shows comes from `app.scan`'s events."""
