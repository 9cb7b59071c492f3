"""What is a case? Tables declared once; reading, refusing, writing and changing them; the bundled cases."""
