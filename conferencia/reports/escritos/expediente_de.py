"""El expediente de todo lo que debe una institución o una entidad: un PDF que lo resume y un ZIP con el detalle y los originales de cada obligación."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.domain.situacion import ROTULOS, Situacion
from conferencia.models import Expediente, Trabajo
from conferencia.queries.expediente import Legajo, Pieza, pares_de, reunir
from conferencia.queries.instantanea import instantanea
from conferencia.queries.organos import nombre_de_organo
from conferencia.queries.salida import secretaria_tecnica
from conferencia.queries.verificacion import direccion_publica
from conferencia.reports.escritos import impreso, legajo
from conferencia.reports.escritos.expediente import COMO_COMPROBARLO, EN_MEMORIA, cerrar_paquete, meter_correos, meter_pieza
from conferencia.reports.escritos.expediente import escrito_de as detalle_de
from conferencia.reports.escritos.paquete import Paquete, limpio
from conferencia.services.expedientes import EmisionDeExpediente, foliar, guardar_expediente
from conferencia.services.hechos import cabeza_de_la_cadena
from conferencia.services.trabajos import anotar_avance
from conferencia.templatetags.fechas import fecha_hora
from conferencia.templatetags.impreso import por_ocho

LEIDO, DETALLADO = 10, 85  # por ciento
DE_RESUMEN = (e.Columna("Obligación", 34), e.Columna("Para cuándo", 22), e.Columna("Situación", 18), e.Columna("En el paquete", 26))
LEEME = """Expediente de prueba {folio}
De: {de}
Emitido el {emitido} (hora de la Ciudad de México)

Qué hay aquí
  {folio}.pdf      El resumen: cada obligación con su cita, su situación y lo que consta de ella.
  obligaciones/    Una carpeta por obligación: su detalle (plazo paso por paso, historia y huellas) y sus correos, en formato .eml.
  archivos/        El acta, los oficios presentados, los acuses y los oficios que se le dirigieron, byte por byte y una sola vez cada uno.
  manifiesto.json  Cada archivo con su tamaño y su SHA-256. manifiesto.csv dice lo mismo como tabla.

Solo contiene lo que esa institución o entidad presentó o recibió.
"""


def componer_encolado(trabajo: Trabajo) -> dict:
    """La clase de trabajo «expediente-de». Repetirla tras una muerte a medias no emite dos veces; cancelarla la detiene entre dos obligaciones."""
    expediente = Expediente.objects.select_related("alcance", "entidad", "reunion").get(trabajo=trabajo)
    emitido = emitir(expediente, avanzar=lambda porciento: anotar_avance(trabajo, porciento))
    return {"expediente": str(emitido.pk), "folio": emitido.folio, "sha256": emitido.paquete.sha256}


def emitir(expediente: Expediente, *, avanzar: Callable[[int], None] = lambda _: None) -> Expediente:
    """El expediente con sus dos archivos guardados; si ya los tenía, tal cual.

    Lo asentado se lee en una sola instantánea; los archivos pasan por bloques: la memoria no crece con lo que pesan.
    """
    if expediente.emitido_en:
        return Expediente.objects.select_related("pdf", "paquete").get(pk=expediente.pk)
    expediente = foliar(expediente)
    with instantanea():
        cabeza = cabeza_de_la_cadena()
        hoy = reloj.hoy()
        legajos = [reunir(pk, institucion, hoy) for institucion, pk in pares_de(expediente.de_quien, expediente.reunion, hoy)]
    avanzar(LEIDO)
    with tempfile.SpooledTemporaryFile(max_size=EN_MEMORIA) as destino:
        pdf, piezas = _empacar(destino, expediente, legajos, cabeza, avanzar)
        return guardar_expediente(expediente, EmisionDeExpediente(pdf, destino, cabeza, piezas))


def _empacar(destino: BinaryIO, expediente: Expediente, legajos: list[Legajo], cabeza: str, avanzar: Callable[[int], None]) -> tuple[bytes, int]:
    instante = expediente.pedido_en.astimezone(reloj.MEXICO)
    with Paquete(destino, instante) as paquete:
        piezas = [replace(p, ruta=meter_pieza(paquete, p)) for p in _una_vez(legajos)]
        legajos = _con_rutas(legajos, piezas)
        for n, (uno, carpeta) in enumerate(zip(legajos, carpetas(legajos), strict=True), start=1):
            detalle = impreso.componer(_detalle(expediente, uno, cabeza, instante), instante)
            paquete.agregar(f"{carpeta}/detalle.pdf", detalle, f"Detalle de {uno.debida.clave}")
            meter_correos(paquete, f"{carpeta}/correos", uno.mensajes)
            avanzar(LEIDO + n * (DETALLADO - LEIDO) // len(legajos))
        pdf = impreso.componer(escrito_de(expediente, legajos, piezas, cabeza, instante), instante)
        paquete.agregar(f"{expediente.folio}.pdf", pdf, "El resumen del expediente")
        sobre = {"folio": expediente.folio, "de": expediente.de_que, "cabeza": cabeza}
        cerrar_paquete(paquete, (LEEME + COMO_COMPROBARLO).format(emitido=f"{instante:%d/%m/%Y %H:%M}", **sobre), sobre | {"emitido_en": instante.isoformat()})
    return pdf, len(piezas)


def carpetas(legajos: list[Legajo]) -> Iterator[str]:
    """Una por renglón, en el orden del resumen: «obligaciones/03-ZC-2022-1-A9.1-PUE-SS»; en una conjunta, la de cada institución."""
    for n, uno in enumerate(legajos, start=1):
        clave = uno.debida.clave.replace("/", "-")
        de_quien = uno.alcance.clave if uno.alcance else ""
        yield f"obligaciones/{n:02d}-{limpio(clave if clave.endswith(de_quien) else f'{clave}-{de_quien}')}"


def _una_vez(legajos: list[Legajo]) -> list[Pieza]:
    """Un oficio que atiende cinco obligaciones va una vez."""
    vistas = {p.archivo.pk: Pieza(f"archivos/{_de_quien(uno, p)}{p.ruta}", p.archivo, p.que) for uno in reversed(legajos) for p in reversed(uno.piezas)}
    return list(reversed(vistas.values()))


def _con_rutas(legajos: list[Legajo], piezas: list[Pieza]) -> list[Legajo]:
    """Cada uno dice dónde quedaron sus archivos en este paquete."""
    en_el_paquete = {p.archivo.pk: p for p in piezas}
    return [replace(uno, piezas=tuple(en_el_paquete[p.archivo.pk] for p in uno.piezas)) for uno in legajos]


def _detalle(expediente: Expediente, uno: Legajo, cabeza: str, instante: datetime) -> e.Escrito:
    """Sin QR: la página de verificación conoce la huella del resumen y del paquete; la de este la dice el manifiesto."""
    suyo = detalle_de(expediente, uno, cabeza, instante, suelto=False)
    return replace(suyo, clase="Detalle de obligación", verificacion=None)


def _de_quien(uno: Legajo, pieza: Pieza) -> str:
    return "" if pieza.ruta.startswith("acta/") or uno.alcance is None else f"{uno.alcance.clave}/"


def escrito_de(expediente: Expediente, legajos: list[Legajo], piezas: list[Pieza], cabeza: str, instante: datetime) -> e.Escrito:
    organo = legajos[0].obligacion.compromiso.disposicion.reunion.organo_id
    partes = [legajo.resumen(uno, situacion=_situacion(uno), carpeta=carpeta) for uno, carpeta in zip(legajos, carpetas(legajos), strict=True)]
    return e.Escrito(
        clase="Expediente de prueba",
        emisor=str(secretaria_tecnica() or "Secretaría Técnica"),
        organo=nombre_de_organo(organo, instante.date()),
        asunto=f"Lo que debe {e.con_articulo(expediente.de_que) if expediente.alcance else expediente.de_que}",
        bloques=(*_portada(expediente, legajos, cabeza, instante), *(b for parte in partes for b in parte), *_cierre(piezas, cabeza)),
        fecha=instante.date(),
        numero=expediente.folio,
        verificacion=e.Verificacion(expediente.folio, expediente.codigo, direccion_publica(expediente.clave_publica)),
    )


def _portada(expediente: Expediente, legajos: list[Legajo], cabeza: str, instante: datetime) -> tuple[e.Bloque, ...]:
    reunion = expediente.reunion
    ficha = (
        ("De", str(expediente.de_quien)),
        ("Reunión", str(reunion) if reunion else "Todas"),
        ("Obligaciones", f"{len({uno.obligacion.pk for uno in legajos})}"),
        ("Alcance", "Solo lo que presentó o recibió"),
        ("Emitido", fecha_hora(instante)),
        ("Cabeza de la cadena de hechos", por_ocho(cabeza)),
    )
    renglones = tuple(_renglon(uno, carpeta, expediente) for uno, carpeta in zip(legajos, carpetas(legajos), strict=True))
    return e.Ficha(ficha), e.Titulo("De un vistazo"), e.Tabla("", DE_RESUMEN, renglones)


def _renglon(uno: Legajo, carpeta: str, expediente: Expediente) -> tuple[tuple[e.Parrafo, ...], ...]:
    quien = (e.Parrafo(str(uno.alcance), "nota"),) if expediente.entidad else ()
    que = (e.Parrafo(uno.debida.clave, "fuerte"), e.Parrafo(uno.debida.que), *quien)
    return que, (e.Parrafo(uno.debida.plazo.dicho),), (e.Parrafo(_situacion(uno).capitalize()),), (e.Parrafo(carpeta.partition("/")[2], "nota"),)


def _situacion(uno: Legajo) -> str:
    return ROTULOS[Situacion(uno.obligacion.situacion)]


def _cierre(piezas: list[Pieza], cabeza: str) -> tuple[e.Bloque, ...]:
    return e.Corte(), e.Titulo("Archivos", 1), legajo.tabla_de_archivos(piezas), *legajo.comprobar(cabeza)
