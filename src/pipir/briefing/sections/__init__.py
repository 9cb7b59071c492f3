"""What does a brief answer, in which order? One file a section; each turns the material into words, tables, pictures."""
