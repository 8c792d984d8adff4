"""Arranque: instala, levanta y detiene todo lo que el producto necesita para correr en una máquina.

Solo biblioteca estándar y sin Django: corre con el Python del sistema antes de que exista el
entorno virtual. La excepción es ``buzon_demo``, que es un hijo más y usa el del entorno.
"""
