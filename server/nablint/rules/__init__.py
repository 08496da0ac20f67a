"""What is wrong? One file per rule."""
