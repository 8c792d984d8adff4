"""El expediente de prueba: del legajo a su PDF y a su paquete con los originales, los correos y el manifiesto."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from conferencia import reloj
from conferencia.domain import escrito as e
from conferencia.domain.situacion import ROTULOS, Situacion
from conferencia.models import Expediente, Trabajo
from conferencia.queries.correspondencia import ENVIADO, Mensaje
from conferencia.queries.expediente import Legajo, Pieza, reunir
from conferencia.queries.organos import nombre_de_organo
from conferencia.queries.salida import secretaria_tecnica
from conferencia.queries.verificacion import direccion_publica
from conferencia.reports.escritos import impreso
from conferencia.reports.escritos.legajo import bloques
from conferencia.reports.escritos.paquete import Paquete, limpio, manifiesto_csv, manifiesto_json
from conferencia.services.expedientes import EmisionDeExpediente, foliar, guardar_expediente
from conferencia.services.hechos import cabeza_de_la_cadena
from conferencia.services.trabajos import anotar_avance

LEIDO, COMPUESTO = 20, 60  # por ciento
EN_MEMORIA = 8 * 1024 * 1024
COMO_COMPROBARLO = """
Cómo comprobarlo
  1. Que nada cambió: calcula el SHA-256 de cada archivo y compáralo con el manifiesto.
     Linux o macOS:  sha256sum NOMBRE        Windows:  certutil -hashfile NOMBRE SHA256
  2. Que el manifiesto es el que se emitió: el SHA-256 de este paquete consta en la historia del sistema,
     en el hecho «expediente.emitido» del folio {folio}.
  3. Que la historia no se reescribió: la cabeza de la cadena al emitirlo es
     {cabeza}
     y «manage.py verificar_hechos --cabeza» la busca y recorre la cadena entera.
"""
LEEME = """Expediente de prueba {folio}
Obligación {clave}
Emitido el {emitido} (hora de la Ciudad de México)
Alcance: {alcance}

Qué hay aquí
  {folio}.pdf      El expediente: cita del acta, plazo, historia, oficios, correos y huellas.
  acta/            El acta firmada, como se recibió.
  recibidos/       Los oficios presentados, byte por byte.
  acuses/          Los acuses de recepción.
  enviados/        Los oficios que se dirigieron a la institución y su acuse de entrega.
  correos/         Los correos, en formato .eml.
  manifiesto.json  Cada archivo con su tamaño y su SHA-256. manifiesto.csv dice lo mismo como tabla.
"""


def componer_encolado(trabajo: Trabajo) -> dict:
    """La clase de trabajo «expediente». Repetirla tras una muerte a medias no emite dos veces."""
    expediente = Expediente.objects.select_related("obligacion__compromiso__disposicion", "alcance").get(trabajo=trabajo)
    emitido = emitir(expediente, avanzar=lambda porciento: anotar_avance(trabajo, porciento))
    return {"expediente": str(emitido.pk), "folio": emitido.folio, "sha256": emitido.paquete.sha256}


def emitir(expediente: Expediente, *, avanzar: Callable[[int], None] = lambda _: None) -> Expediente:
    """El expediente con sus dos archivos guardados; si ya los tenía, tal cual."""
    if expediente.emitido_en:
        return Expediente.objects.select_related("pdf", "paquete").get(pk=expediente.pk)
    expediente = foliar(expediente)
    with transaction.atomic():
        cabeza = cabeza_de_la_cadena()
        legajo = reunir(expediente.obligacion_id, expediente.alcance, reloj.hoy())
    avanzar(LEIDO)
    instante = expediente.pedido_en.astimezone(reloj.MEXICO)
    pdf = impreso.componer(escrito_de(expediente, legajo, cabeza, instante), instante)
    avanzar(COMPUESTO)
    with tempfile.SpooledTemporaryFile(max_size=EN_MEMORIA) as destino:
        empacar(destino, expediente, legajo, pdf, cabeza)
        return guardar_expediente(expediente, EmisionDeExpediente(pdf, destino, cabeza, len(legajo.piezas)))


def escrito_de(expediente: Expediente, legajo: Legajo, cabeza: str, instante: datetime, *, suelto: bool = True) -> e.Escrito:
    """``suelto``: su huella consta por sí sola; si no, va dentro de otro y la dice su manifiesto."""
    reunion = legajo.obligacion.compromiso.disposicion.reunion
    return e.Escrito(
        clase="Expediente de prueba",
        emisor=str(secretaria_tecnica() or "Secretaría Técnica"),
        organo=nombre_de_organo(reunion.organo_id, instante.date()),
        asunto=f"{legajo.debida.que} ({legajo.debida.clave})",
        bloques=bloques(legajo, situacion=ROTULOS[Situacion(legajo.obligacion.situacion)], emitido=instante, cabeza=cabeza, suelto=suelto),
        fecha=instante.date(),
        numero=expediente.folio,
        verificacion=e.Verificacion(expediente.folio, expediente.codigo, direccion_publica(expediente.clave_publica)),
    )


def alcance_dicho(expediente: Expediente) -> str:
    return f"lo de {e.con_articulo(str(expediente.alcance))}" if expediente.alcance else "completo"


def empacar(destino: BinaryIO, expediente: Expediente, legajo: Legajo, pdf: bytes, cabeza: str) -> None:
    """El ZIP: el PDF, los originales, los correos y el manifiesto con la huella de cada uno."""
    instante = expediente.pedido_en.astimezone(reloj.MEXICO)
    sobre = {"folio": expediente.folio, "obligacion": legajo.debida.clave, "alcance": alcance_dicho(expediente), "cabeza": cabeza}
    with Paquete(destino, instante) as paquete:
        paquete.agregar(f"{expediente.folio}.pdf", pdf, "El expediente")
        for pieza in legajo.piezas:
            meter_pieza(paquete, pieza)
        meter_correos(paquete, "correos", legajo.mensajes)
        leeme = (LEEME + COMO_COMPROBARLO).format(
            emitido=f"{instante:%d/%m/%Y %H:%M}", clave=legajo.debida.clave, **{k: sobre[k] for k in ("folio", "alcance", "cabeza")}
        )
        cerrar_paquete(paquete, leeme, sobre | {"emitido_en": instante.isoformat()})


def meter_pieza(paquete: Paquete, pieza: Pieza) -> str:
    """El original, por bloques, con un nombre que cualquier sistema de archivos admite. Da con cuál quedó."""
    carpeta, _, nombre = pieza.ruta.rpartition("/")
    with closing(pieza.archivo.contenido.open("rb")) as contenido:
        return paquete.agregar(f"{carpeta}/{limpio(nombre)}", contenido, pieza.que).nombre


def meter_correos(paquete: Paquete, carpeta: str, mensajes: Iterable[Mensaje]) -> None:
    for n, mensaje in enumerate((m for m in mensajes if m.original), start=1):
        paquete.agregar(f"{carpeta}/{_nombre_de_correo(n, mensaje)}", mensaje.original(), f"Correo {mensaje.sentido}: {mensaje.asunto}")


def cerrar_paquete(paquete: Paquete, leeme: str, sobre: dict) -> None:
    """Cómo leerlo y el manifiesto de todo lo anterior."""
    paquete.agregar("LEEME.txt", leeme.encode(), "Cómo leer y comprobar este paquete")
    miembros = list(paquete.miembros)
    paquete.agregar("manifiesto.json", manifiesto_json(miembros, sobre), "Manifiesto")
    paquete.agregar("manifiesto.csv", manifiesto_csv(miembros), "Manifiesto, como tabla")


def _nombre_de_correo(n: int, mensaje: Mensaje) -> str:
    dia = mensaje.en.astimezone(reloj.MEXICO)
    return f"{n:03d}-{dia:%Y%m%d-%H%M}-{'enviado' if mensaje.sentido == ENVIADO else 'recibido'}.eml"
