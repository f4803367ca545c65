"""What stands in a PDF: text, layout, structure."""
