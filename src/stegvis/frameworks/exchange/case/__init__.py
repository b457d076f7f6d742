"""Competencies and Academic Standards Exchange (CASE) 1.1, by 1EdTech.

Three ideas carry it:

- ``build`` writes a framework as a CASE package, each part as an element with what CASE cannot say under
  ``extensions.stegvis``; ``content`` reads the same back. Nothing is lost between the two.
- A package that came from elsewhere is kept whole beside the content that was made of it. Giving it back, ``merge``
  changes in it only what was changed in Stegvis, so that what nobody touched is identical.
- ``strict`` leaves what the official schema knows, and nothing else.
"""
