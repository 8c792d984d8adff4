"""Lecturas del núcleo: querysets o dataclasses congeladas.

Reciben ya recortado lo que la persona puede ver (``permissions.visibles_para``) y «hoy» como argumento.
"""
