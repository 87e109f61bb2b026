# the snippet
