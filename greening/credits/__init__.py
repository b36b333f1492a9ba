"""Carbon credits: which ones a block of serial numbers holds, and who has claimed them for which year."""
