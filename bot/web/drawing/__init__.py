"""Drawing: parts of pages that are drawn once and shown often."""
