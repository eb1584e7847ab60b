"""What is gathered about one signatory or one person who leaves, as plain values in words.

The page shows them, the PDF prints them: one reading, so that both say the same. `url` is for the page alone.
"""
