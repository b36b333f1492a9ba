"""From the executed notebook and the products to what is published: page, files, and the gate between."""
