"""Picture to faces to calibrated scores. No Qt, no TensorFlow; the only part of ``app`` that the trainer imports."""
