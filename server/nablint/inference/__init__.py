"""How large is every expression, under one reading?"""
