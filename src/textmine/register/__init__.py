"""The answer note to a consultation: responses received, their points, answers, and changes."""
