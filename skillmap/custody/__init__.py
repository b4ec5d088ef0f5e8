"""Taking data out whole or of one person, keeping copies, erasing people, proving the trail.

It joins all apps, so it stands on the top floor beside the pages that lead to it.
"""
