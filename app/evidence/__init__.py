"""What a file says about itself. It stands beside the score and is never blended into it. No Qt."""
