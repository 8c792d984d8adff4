"""Cuánto cuesta planear y enviar los avisos, contra su piso en la misma corrida: un objeto JSON por cifra.

Carga en la base efímera ``OBLIGACIONES`` que vencen hoy (100,000 si no se dice), repartidas entre ``PERSONAS`` (5,000), cada una con su correo.
El piso del envío es ``smtplib`` solo, empujando esos mismos mensajes, ya armados, por una conexión al mismo sumidero.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from smtplib import SMTP

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django ya está en pie
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from conferencia import reloj  # noqa: E402
from conferencia.arranque.red import LOOPBACK, puerto_libre  # noqa: E402
from conferencia.models import Obligacion  # noqa: E402
from conferencia.services.semilla import sembrar  # noqa: E402
from enlaces.models import Aviso, RenglonDeAviso  # noqa: E402
from enlaces.queries.previstos import prever  # noqa: E402
from enlaces.services.envio import decir_de_que_hablan, enviar_pendientes, mensaje_de  # noqa: E402
from enlaces.services.planeacion import adelantar, planear  # noqa: E402
from enlaces.services.preparacion import preparar_los_de_hoy  # noqa: E402

OBLIGACIONES, PERSONAS = int(os.environ.get("OBLIGACIONES", "100000")), int(os.environ.get("PERSONAS", "5000"))
DIA = date(2022, 7, 12)  # martes
EN_EL_PISO = 2000

_DESTINOS = """
WITH calendario AS (SELECT calendario_id AS id FROM conferencia_institucion LIMIT 1),
nuevas AS (
    INSERT INTO conferencia_institucion (id, clave, tipo, nombre, siglas, calendario_id)
    SELECT uuidv7(), 'B-' || n, 'FED', 'Institución de medición ' || n, '', calendario.id FROM generate_series(0, %(personas)s - 1) n, calendario
    RETURNING id, clave
)
INSERT INTO conferencia_contactoinstitucional (id, institucion_id, titular, cargo, correo, vigencia)
SELECT uuidv7(), id, 'Persona', 'Titular', 'persona' || substr(clave, 3) || '@medicion.mx', daterange('2020-01-01', NULL) FROM nuevas
"""
_OBLIGACIONES = """
WITH molde AS (SELECT * FROM conferencia_obligacion WHERE clave = 'ZC-2022-1/T3.1/PUE-SS'),
nuevas AS (
    INSERT INTO conferencia_obligacion (id, clave, compromiso_id, modo, institucion_id, periodo, plazo_dado_por_id, permanente, nace_el, vence_original_el,
        vence_el, estado, version, entregas_recibidas, por_confirmar, ajena, subsano_tarde, avance, prorrogas, alega_no_competencia)
    SELECT uuidv7(), 'B/' || n, m.compromiso_id, 'individual', i.id, n::text, m.plazo_dado_por_id, false, '2022-07-05', %(dia)s, %(dia)s, 'pendiente',
           1, 0, false, false, false, 0, 0, false
      FROM generate_series(1, %(obligaciones)s) n JOIN conferencia_institucion i ON i.clave = 'B-' || (n %% %(personas)s) CROSS JOIN molde m
    RETURNING id, institucion_id
)
INSERT INTO conferencia_parte (id, obligacion_id, institucion_id, orden, avance, en_turno, etapa)
    SELECT uuidv7(), id, institucion_id, 0, 0, true, 'sin_iniciar'
  FROM nuevas
"""


def preparar() -> None:
    call_command("migrate", verbosity=0)
    settings.DEMO = True
    sembrar(contrasena="contrasena-de-medicion")
    datos = {"personas": PERSONAS, "obligaciones": OBLIGACIONES, "dia": DIA}
    with connection.cursor() as cursor:
        cursor.execute(_DESTINOS, datos)
        cursor.execute(_OBLIGACIONES, datos)
        cursor.execute("VACUUM ANALYZE")


def cronometrar(que: Callable[[], object]) -> tuple[float, object]:
    inicio = time.perf_counter()
    dado = que()
    return time.perf_counter() - inicio, dado


def decir(cifra: str, **datos) -> None:
    print(json.dumps({"medicion": "avisos", "cifra": cifra, **datos}, ensure_ascii=False), flush=True)


def piso(mensajes: list[tuple[str, bytes]]) -> float:
    """Segundos que tarda ``smtplib`` solo."""
    with SMTP(LOOPBACK, settings.EMAIL_PORT) as servidor:
        return cronometrar(lambda: [servidor.sendmail("a@medicion.mx", [correo], crudo) for correo, crudo in mensajes])[0]


def medir() -> None:
    debidas = Obligacion.objects.filter(vence_el=DIA).count()
    segundos, _ = cronometrar(lambda: planear(DIA))
    renglones, avisos = RenglonDeAviso.objects.count(), Aviso.objects.count()
    decir("planear", obligaciones=debidas, renglones=renglones, avisos=avisos, segundos=round(segundos, 2))
    segundos, _ = cronometrar(lambda: planear(DIA))
    decir("planear_otra_vez", avisos_nuevos=Aviso.objects.count() - avisos, segundos=round(segundos, 2))
    segundos, previsto = cronometrar(lambda: prever(DIA))
    decir("prever", personas=len(previsto.por_correo), segundos=round(segundos, 2))
    segundos, hechos = cronometrar(preparar_los_de_hoy)
    decir("redactar", avisos=hechos, por_segundo=round(hechos / segundos))
    adelantar(DIA)
    listos = list(Aviso.objects.order_by("planeado_en", "pk")[:EN_EL_PISO])
    decir_de_que_hablan(listos)
    mensajes = [(a.correo, mensaje_de(a)) for a in listos]
    antes = len(mensajes) / piso(mensajes)
    segundos, saldo = cronometrar(enviar_pendientes)
    despues = len(mensajes) / piso(mensajes)
    por_segundo, base = saldo.enviados / segundos, (antes + despues) / 2
    decir("enviar", enviados=saldo.enviados, por_segundo=round(por_segundo), smtplib_solo=round(base), razon=round(por_segundo / base, 2))


def main() -> None:
    with tempfile.TemporaryDirectory() as carpeta, reloj.fijo(DIA):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.CORREO_DEMO_DIR = LOOPBACK, puerto_libre(), carpeta
        orden = [sys.executable, "-m", "conferencia.arranque.buzon_demo", "--puerto", str(settings.EMAIL_PORT), "--carpeta", carpeta]
        sumidero = subprocess.Popen(orden, stdout=subprocess.DEVNULL)
        try:
            preparar()
            medir()
        finally:
            sumidero.terminate()
            sumidero.wait(timeout=10)


if __name__ == "__main__":
    main()
