"""What does a reader who has never seen the tool need to know? Everything that was computed, as one document."""
