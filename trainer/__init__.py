"""Labelled pictures to a model bundle. TensorFlow lives here and nowhere else. No Qt."""
