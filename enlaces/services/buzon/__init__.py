"""El buzón: recoger, leer, identificar y proponer; confirmar o descartar lo hace una persona."""
