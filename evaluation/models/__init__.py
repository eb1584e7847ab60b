"""What exists of the evaluation, one topic a file."""
