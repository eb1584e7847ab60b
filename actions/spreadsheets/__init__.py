"""Fiches as spreadsheets: written to be changed by hand and read back, and existing plans read in.

`columns` says once what each column shows and how it is read; the writers and the readers walk it.
"""
