"""Tables in and out of files: reading CSV and XLSX, column mapping, cell parsing, writing.

Nothing here knows a model: bytes come in; rows, and faults placed where a person finds them, go
out. `reading.read_sheet` opens one file, `layout.parse_sheet` turns it into typed rows.
"""
