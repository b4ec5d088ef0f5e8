"""`make screens`: a picture of every page for every role at both widths, and what is wrong."""
