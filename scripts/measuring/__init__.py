"""What nablint makes of notes that nobody wrote for it: measured note by note, added up, compared, judged."""
