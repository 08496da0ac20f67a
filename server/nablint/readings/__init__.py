"""Which layouts, products and scopes does the note leave open?"""
