"""What is the derivative, and is a claimed one true?"""
