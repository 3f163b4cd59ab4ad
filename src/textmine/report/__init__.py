"""Tables to HTML, workbooks and figures."""
