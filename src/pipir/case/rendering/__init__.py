"""How does a declaration look elsewhere? As a descriptor, a page, a JSON schema, SQL and validation in a workbook.

Every renderer is a pure function of `Table`: it reads no file and no case, so that case tables and result tables
are rendered alike.
"""
