"""What does a brief answer? One file a section; each turns the material into words, tables and pictures."""
