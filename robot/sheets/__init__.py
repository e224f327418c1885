"""Sheets of paper on their way between child and class: washed, held in memory only."""
