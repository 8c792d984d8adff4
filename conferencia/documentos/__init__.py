"""Del archivo al documento: un adaptador por formato. Sin Django: lo peligroso corre en un proceso aparte y con límites."""
