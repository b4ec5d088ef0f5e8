"""Files on their way in: read, compared with what is stored, applied at once, undone.

`plan` says what a file would do, `run` does it for a command, `batch` carries a file of the browser
from upload to undo. What a kind of file means is for the importer of the app that owns it.
"""
