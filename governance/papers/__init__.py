"""What is printed of a meeting: convocation, attendance sheet, relevé de décisions, and the pack for the COPIL.

Each is made from a snapshot (`snapshot.py`, `figures_of.py`): plain values, kept with the job, so that the same
content is one document and two makers (slides, pages) say the same.
"""
