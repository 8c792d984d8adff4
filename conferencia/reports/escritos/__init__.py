"""Los escritos formales: de un oficio o expediente a su contenido, y del contenido a Word y a PDF."""
