"""What is in a PDF: text, layout, structure."""
