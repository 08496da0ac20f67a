"""What does a formula say? Lexer, macros, syntax tree, renderers. Never raises on a note's text."""
