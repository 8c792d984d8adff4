"""Lo que una lectura afirma de un acta, con la cita de cada afirmación.

Las clases son inmutables. ``a_json`` entrega exactamente las llaves del contrato de lectura;
los campos internos (explicaciones, orígenes, tramos) sirven a la pantalla de captura y no viajan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Json = dict[str, Any]


def _fecha_a_json(fecha: date | None) -> str | None:
    return fecha.isoformat() if fecha else None


def _fecha_de_json(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


@dataclass(frozen=True, slots=True)
class Tramo:
    """Posición dentro de un párrafo, en caracteres: ``inicio`` incluido, ``fin`` excluido."""

    inicio: int
    fin: int

    def de(self, texto: str) -> str:
        """El texto que el tramo señala."""
        return texto[self.inicio : self.fin]

    def contiene(self, otro: Tramo) -> bool:
        """¿Cabe ``otro`` entero en este tramo?"""
        return self.inicio <= otro.inicio and otro.fin <= self.fin

    def toca(self, otro: Tramo) -> bool:
        """¿Comparten al menos un carácter?"""
        return self.inicio < otro.fin and otro.inicio < self.fin

    def a_json(self) -> Json:
        """Llaves ``inicio`` y ``fin``."""
        return {"inicio": self.inicio, "fin": self.fin}


@dataclass(frozen=True, slots=True)
class Reunion:
    """Identidad de la sesión, como la declara el documento. ``fecha`` es el ancla de «presente año»."""

    nombre: str = ""
    organo: str = ""
    zona: str | None = None
    lugar: str | None = None
    fecha: date | None = None
    fundamento: str = ""

    def a_json(self) -> Json:
        """Sin el fundamento, que es interno."""
        return {
            "nombre": self.nombre,
            "organo": self.organo,
            "zona": self.zona,
            "lugar": self.lugar,
            "fecha": _fecha_a_json(self.fecha),
        }

    @classmethod
    def desde_json(cls, datos: Json) -> Reunion:
        """Inversa de ``a_json``."""
        return cls(
            nombre=datos.get("nombre") or "",
            organo=datos.get("organo") or "",
            zona=datos.get("zona"),
            lugar=datos.get("lugar"),
            fecha=_fecha_de_json(datos.get("fecha")),
        )


@dataclass(frozen=True, slots=True)
class ReferenciaLeida:
    """Cita de una disposición a otra del mismo acto; ``dudosa`` si apunta a donde nada se comprometió."""

    clase: str
    numero: int
    parrafo: int | None
    texto: str
    en_parrafo: int = 1
    tramo: Tramo = Tramo(0, 0)
    dudosa: bool = False

    def a_json(self) -> Json:
        """Llaves del contrato."""
        return {"clase": self.clase, "numero": self.numero, "parrafo": self.parrafo, "texto": self.texto}

    @classmethod
    def desde_json(cls, datos: Json) -> ReferenciaLeida:
        """Inversa de ``a_json``."""
        return cls(datos["clase"], datos["numero"], datos.get("parrafo"), datos.get("texto") or "")


@dataclass(frozen=True, slots=True)
class PlazoLeido:
    """Plazo de un compromiso.

    ``cantidad``, ``unidad`` y ``evento`` solo se usan en «termino». ``explicacion`` cuenta, paso a paso,
    cómo se obtuvo cada fecha (interno: no viaja en el JSON). ``tramo`` es su lugar en el párrafo.
    """

    clase: str = "sin_plazo"
    inicio: date | None = None
    vence: date | None = None
    periodicidad: str | None = None
    cantidad: int | None = None
    unidad: str | None = None
    evento: str | None = None
    texto: str = ""
    explicacion: tuple[str, ...] = ()
    avisos: tuple[str, ...] = ()
    tramo: Tramo | None = None

    def a_json(self) -> Json:
        """Llaves del contrato; las de «termino» solo en esa clase."""
        datos: Json = {
            "clase": self.clase,
            "inicio": _fecha_a_json(self.inicio),
            "vence": _fecha_a_json(self.vence),
            "periodicidad": self.periodicidad,
            "texto": self.texto,
        }
        if self.clase == "termino":
            datos |= {"cantidad": self.cantidad, "unidad": self.unidad, "evento": self.evento}
        return datos

    @classmethod
    def desde_json(cls, datos: Json) -> PlazoLeido:
        """Inversa de ``a_json``."""
        return cls(
            clase=datos["clase"],
            inicio=_fecha_de_json(datos.get("inicio")),
            vence=_fecha_de_json(datos.get("vence")),
            periodicidad=datos.get("periodicidad"),
            cantidad=datos.get("cantidad"),
            unidad=datos.get("unidad"),
            evento=datos.get("evento"),
            texto=datos.get("texto") or "",
        )


@dataclass(frozen=True, slots=True)
class Complementa:
    """A qué compromiso de un acuerdo le da plazo un transitorio; ``compromiso`` cuenta desde 1 en su párrafo."""

    clase: str
    numero: int
    parrafo: int
    compromiso: int

    def a_json(self) -> Json:
        """Llaves del contrato."""
        return {
            "clase": self.clase,
            "numero": self.numero,
            "parrafo": self.parrafo,
            "compromiso": self.compromiso,
        }

    @classmethod
    def desde_json(cls, datos: Json | None) -> Complementa | None:
        """Inversa de ``a_json``; ``None`` si no completa a nadie."""
        if not datos:
            return None
        return cls(datos["clase"], datos["numero"], datos["parrafo"], datos["compromiso"])


@dataclass(frozen=True, slots=True)
class CompromisoLeido:
    """Una acción comprometida y dónde lo dice el texto (``tramo`` dentro del párrafo ``parrafo``, desde 1)."""

    parrafo: int
    naturaleza: str
    accion: str
    tramo: Tramo
    responsables: tuple[str, ...] = ()
    modo: str = "individual"
    plazo: PlazoLeido = field(default_factory=PlazoLeido)
    entregable: str | None = None
    complementa: Complementa | None = None
    avisos: tuple[str, ...] = ()

    def a_json(self) -> Json:
        """Llaves del contrato."""
        return {
            "parrafo": self.parrafo,
            "naturaleza": self.naturaleza,
            "accion": self.accion,
            "texto": self.tramo.a_json(),
            "responsables": list(self.responsables),
            "modo": self.modo,
            "plazo": self.plazo.a_json(),
            "entregable": self.entregable,
            "complementa": self.complementa.a_json() if self.complementa else None,
            "avisos": list(self.avisos),
        }

    @classmethod
    def desde_json(cls, datos: Json) -> CompromisoLeido:
        """Inversa de ``a_json``."""
        return cls(
            parrafo=datos["parrafo"],
            naturaleza=datos["naturaleza"],
            accion=datos["accion"],
            tramo=Tramo(datos["texto"]["inicio"], datos["texto"]["fin"]),
            responsables=tuple(datos.get("responsables") or ()),
            modo=datos.get("modo") or "individual",
            plazo=PlazoLeido.desde_json(datos["plazo"]),
            entregable=datos.get("entregable"),
            complementa=Complementa.desde_json(datos.get("complementa")),
            avisos=tuple(datos.get("avisos") or ()),
        )


@dataclass(frozen=True, slots=True)
class DisposicionLeida:
    """Un acuerdo o un transitorio. ``origenes`` da, por párrafo, su tramo en el texto recibido (interno)."""

    clase: str
    numero: int
    ordinal: str
    titulo: str
    parrafos: tuple[str, ...]
    referencias: tuple[ReferenciaLeida, ...] = ()
    compromisos: tuple[CompromisoLeido, ...] = ()
    origenes: tuple[Tramo, ...] = ()

    def a_json(self) -> Json:
        """Llaves del contrato."""
        return {
            "clase": self.clase,
            "numero": self.numero,
            "ordinal": self.ordinal,
            "titulo": self.titulo,
            "parrafos": list(self.parrafos),
            "referencias": [r.a_json() for r in self.referencias],
            "compromisos": [c.a_json() for c in self.compromisos],
        }

    @classmethod
    def desde_json(cls, datos: Json) -> DisposicionLeida:
        """Inversa de ``a_json``."""
        return cls(
            clase=datos["clase"],
            numero=datos["numero"],
            ordinal=datos["ordinal"],
            titulo=datos.get("titulo") or "",
            parrafos=tuple(datos["parrafos"]),
            referencias=tuple(ReferenciaLeida.desde_json(r) for r in datos.get("referencias") or ()),
            compromisos=tuple(CompromisoLeido.desde_json(c) for c in datos.get("compromisos") or ()),
        )


@dataclass(frozen=True, slots=True)
class Lectura:
    """El acta leída entera."""

    reunion: Reunion
    disposiciones: tuple[DisposicionLeida, ...]

    def a_json(self) -> Json:
        """El objeto del contrato de lectura, listo para ``json.dumps``."""
        return {
            "reunion": self.reunion.a_json(),
            "disposiciones": [d.a_json() for d in self.disposiciones],
        }

    @classmethod
    def desde_json(cls, datos: Json) -> Lectura:
        """Inversa de ``a_json``."""
        return cls(
            reunion=Reunion.desde_json(datos["reunion"]),
            disposiciones=tuple(DisposicionLeida.desde_json(d) for d in datos["disposiciones"]),
        )
