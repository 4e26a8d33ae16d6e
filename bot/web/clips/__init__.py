"""The pages of clips: the list, the review, one clip and what is done with it."""
